import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { fixKey, lintDiagnostic } from '../lint/finding.ts';
import type { Weighed } from '../lint/lint.ts';
import { severityOf } from '../lint/world.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Effects } from './effects.ts';
import { fixAll } from './lint-fix.ts';
import { isWholeProject, openLint } from './lint-project.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { LintOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';

/** Looks for what the rules of lint find in the selected nodes; with `fix`, after the models are edited. */
export async function lintCommand(options: LintOptions, effects: Effects): Promise<Outcome> {
  const began = effects.clock();
  const first = await load(options, effects);
  if (hasErrors(first.diagnostics)) return outcome(1, { diagnostics: first.diagnostics, readText: first.readText });
  const { loaded, fixed, withdrawn } = options.fix
    ? await fixAll(first, options, effects)
    : { loaded: first, fixed: 0, withdrawn: new Map<string, string>() };
  const { readText } = loaded;
  const selection = await selectNodes(loaded, options, effects);
  const open = await openLint(loaded, effects);
  try {
    const weighed = await open.lint(selection.ids, isWholeProject(options));
    const findings = weighed.map((one) => shown(loaded, one, withdrawn));
    const refused = [...selection.ids].flatMap((id) => open.checked.refused.get(id) ?? []);
    const diagnostics = [...loaded.diagnostics, ...selection.diagnostics, ...refused, ...findings];
    const all = [...selection.ids].filter((id) => isLinted(loaded, id)).length;
    const seconds = (effects.clock() - began) / 1000;
    const notes = [ending(weighed, findings, { all, fixed, refused: refused.length, seconds, isFix: options.fix })];
    return outcome(hasErrors(diagnostics) ? 1 : 0, { diagnostics, notes, readText });
  } finally {
    await open.close();
  }
}

function isLinted({ manifest }: Loaded, id: NodeId): boolean {
  return ['model', 'seed', 'source'].includes(manifest.nodes.get(id)?.resource ?? '');
}

function shown(
  { manifest, readText }: Loaded,
  { finding, node }: Weighed,
  withdrawn: ReadonlyMap<string, string>,
): Diagnostic {
  const why = withdrawn.get(fixKey(finding));
  const said = why === undefined ? finding : { ...finding, fix: null, notes: [...finding.notes, `not fixed: ${why}`] };
  return lintDiagnostic(said, severityOf(manifest, node, finding.rule), readText);
}

interface Counts {
  readonly all: number;
  readonly fixed: number;
  readonly refused: number;
  readonly seconds: number;
  readonly isFix: boolean;
}

function ending(
  weighed: readonly Weighed[],
  findings: readonly Diagnostic[],
  { all, fixed, refused, seconds, isFix }: Counts,
): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const fixable = isFix ? 0 : weighed.filter(({ finding }) => finding.fix !== null).length;
  const said = [
    `${all} linted`,
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(findings.length > errors ? [counted(findings.length - errors, 'warning')] : []),
    ...(fixable > 0 ? [`${fixable} that \`--fix\` puts right`] : []),
    ...(refused > 0 ? [`${refused} refused by the engine`] : []),
    `${seconds.toFixed(1)}s`,
  ];
  return `${findings.length + refused === 0 ? 'CLEAN' : 'FOUND'}  ${said.join(' · ')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
