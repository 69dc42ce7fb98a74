import { mark } from '../nodes/code.ts';
import { absent } from './frame.ts';
import type { Rendering } from './rendering.ts';

const batch: Readonly<Record<string, unknown>> = { start: mark('b', 0), end: mark('b', 1) };

/** The names that mean something everywhere, beside helpers. */
export const globalNames: readonly string[] = [
  'is_incremental',
  'target',
  'model',
  'run_started_at',
  'invocation_id',
  'batch',
];

/** Those of them that a unit test may replace, as it may replace a macro. */
export const replaceable: readonly string[] = ['run_started_at', 'invocation_id'];

/** The value of a name that every template sees, or `absent`. */
export function globalValue(rendering: Rendering, name: string): unknown {
  if (rendering.allowed) return absent;
  const { options, scope } = rendering;
  const replaced = replaceable.includes(name) ? scope.replaced?.get(name) : undefined;
  if (replaced !== undefined) return replaced;
  switch (name) {
    case 'is_incremental':
      rendering.usesIncremental = true;
      return options.isIncremental;
    case 'target':
      return scope.target;
    case 'run_started_at':
      return mark('a');
    case 'invocation_id':
      return mark('v');
    case 'model':
      return options.model ?? absent;
    case 'batch':
      return isMicrobatch(rendering) ? batch : absent;
    default:
      return absent;
  }
}

function isMicrobatch({ options: { kind, context } }: Rendering): boolean {
  return kind === 'model' && context !== undefined && Object.hasOwn(context, 'batch');
}
