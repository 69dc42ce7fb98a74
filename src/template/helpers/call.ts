import type { Call, Expression, Place } from '../ast.ts';
import type { Frame } from '../frame.ts';
import { type failed, report } from '../problems.ts';
import type { Rendering } from '../rendering.ts';

/** A call of a helper with its arguments evaluated. */
export interface HelperCall {
  readonly rendering: Rendering;
  readonly frame: Frame;
  readonly name: string;
  readonly node: Call;
  readonly args: readonly unknown[];
  readonly named: Readonly<Record<string, unknown>>;
}

interface HelperShape {
  /** How many positional arguments, at least and at most. */
  readonly takes: readonly [number, number];
  /** The named arguments it knows; null lets any through. */
  readonly named: readonly string[] | null;
  /** How it is written, for help lines. */
  readonly usage: string;
}

/** A helper that is built in. A lazy one evaluates what it needs itself. */
export type Helper =
  | (HelperShape & { readonly run: (call: HelperCall) => unknown })
  | (HelperShape & { readonly lazy: (call: HelperCall, value: (expression: Expression) => unknown) => unknown });

/** Reports that a helper was called the wrong way; `at` is a positional or a named argument, or the name. */
export function misuse(call: HelperCall, message: string, at: number | string | null, help?: string): typeof failed {
  return report(call.rendering, call.frame, 'M205', message, argumentPlace(call, at), { help });
}

export function argumentPlace({ node }: HelperCall, at: number | string | null): Place {
  if (typeof at === 'number') return node.params[at]?.loc ?? node.path.loc;
  if (at === null) return node.path.loc;
  return node.hash?.pairs.find((pair) => pair.key === at)?.loc ?? node.path.loc;
}
