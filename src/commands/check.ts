import type { Checked } from '../check/checked.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type NodeId } from '../nodes/node.ts';
import { openCheck } from './check-project.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { CheckOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';
import { writeCompiled } from './write-artifacts.ts';

/** Compiles the project and lets the engine bind all that is selected, on an empty copy: nothing is read or touched. */
export async function checkCommand(options: CheckOptions, effects: Effects): Promise<Outcome> {
  const began = effects.clock();
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const selection = await selectNodes(loaded, options, effects);
  const open = openCheck(loaded, effects, null);
  try {
    const checked = await open.check(selection.ids);
    const refused = [...selection.ids].flatMap((id) => checked.refused.get(id) ?? []);
    const diagnostics = [...loaded.diagnostics, ...selection.diagnostics, ...checked.diagnostics, ...refused];
    writeCompiled(loaded, checked.refused.keys());
    const seconds = (effects.clock() - began) / 1000;
    const notes = [...reasons(manifest, checked, selection.ids), ending(checked, selection.ids.size, seconds)];
    return outcome(hasErrors(diagnostics) ? 1 : 0, { diagnostics, notes, readText });
  } finally {
    await open.close();
  }
}

/** Why nodes were not checked, a line for each cause. */
function reasons(manifest: Manifest, { unchecked }: Checked, ids: ReadonlySet<NodeId>): string[] {
  const byReason = new Map<string, string[]>();
  for (const id of ids) {
    const [node, reason] = [manifest.nodes.get(id), unchecked.get(id)];
    if (!node || reason === undefined) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), displayName(node)]);
  }
  return [...byReason].map(([reason, names]) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `not checked: ${names.slice(0, 3).join(', ')}${more}, because ${reason}`;
  });
}

function ending({ refused, unchecked, diagnostics }: Checked, all: number, seconds: number): string {
  const bad = refused.size + (hasErrors(diagnostics) ? 1 : 0);
  const said = [
    `${all} checked`,
    ...(bad > 0 ? [`${bad} refused`] : []),
    ...(unchecked.size > 0 ? [`${unchecked.size} not checked`] : []),
    `${seconds.toFixed(1)}s`,
  ];
  return `${bad > 0 ? 'REFUSED' : 'OK'}  ${said.join(' · ')}`;
}
