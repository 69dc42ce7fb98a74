import type { Inspected } from '../check/intake.ts';
import { spanOfPlace } from '../check/places.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Source } from '../nodes/node.ts';
import type { RunContext } from './context.ts';

/** What is to be said of files that were held to a contract: those that are refused (M508, M529), those that lack a column (M530). */
export function contractFindings(
  context: RunContext,
  source: Source,
  inspected: readonly Inspected[],
  node = displayName(source),
): readonly Diagnostic[] {
  const lacking = new Map<string, string[]>();
  const found = inspected.flatMap(({ file, inspection }) => {
    if (!inspection.ok) return [refusedFile(context, source, file.path, inspection, node)];
    for (const name of inspection.lacking) lacking.set(name, [...(lacking.get(name) ?? []), file.path]);
    return [];
  });
  for (const [name, [first = '', ...others]] of lacking) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const has = others.length === 0 ? 'does' : 'do';
    found.push(
      diagnostic(
        'M530',
        `\`${first}\`${more} of ${displayName(source)} ${has} not have the column \`${name}\`: it is NULL there`,
        {
          severity: 'warning',
          labels: labelsOf(context, source),
          node,
        },
      ),
    );
  }
  return found;
}

function refusedFile(
  context: RunContext,
  source: Source,
  path: string,
  { reason, isDrift }: { readonly reason: string; readonly isDrift: boolean },
  node: string,
): Diagnostic {
  const [code, what] = isDrift
    ? (['M529', 'does not fit its schema contract'] as const)
    : (['M508', 'cannot be read'] as const);
  return diagnostic(code, `\`${path}\` of ${displayName(source)} ${what} and was left out as a whole`, {
    severity: 'warning',
    labels: labelsOf(context, source),
    notes: [reason],
    help: 'it is tried again at every run',
    node,
  });
}

function labelsOf(context: RunContext, source: Source) {
  return [{ span: spanOfPlace(source.place, context.effects.readText), text: 'its files' }];
}
