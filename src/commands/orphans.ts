import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import { dropOrphans, findOrphans, type Orphan } from '../run/orphans.ts';
import { relationName } from '../sql/relation.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { OrphansOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';

/**
 * Lists relations that mart made and no node stands for, a line each on stdout, and drops them when it is told to; but
 * none that other hands have changed since. A project with errors may lack nodes, so then nothing is looked at.
 */
export async function orphans(options: OrphansOptions, effects: Effects): Promise<Outcome> {
  const { drop, waitSeconds } = options;
  const { root, manifest, diagnostics, readText } = await load(options, effects);
  if (hasErrors(diagnostics)) return outcome(1, { diagnostics, readText });
  const { target } = manifest;
  const none = outcome(0, { notes: ['no orphans'], diagnostics, readText });
  if (target.path === ':memory:' || !existsSync(resolve(root, target.path))) return none;
  const adapter = await effects.openAdapter(target, { root, waitSeconds, readOnly: !drop, shadow: false });
  try {
    const found = await findOrphans(adapter, manifest);
    if (found.length === 0) return none;
    const own = found.filter(({ isChanged }) => !isChanged);
    if (drop && own.length > 0) {
      await dropOrphans(adapter, own, { invocation: effects.invocation, at: effects.now.toISOString() });
    }
    const stdout = found.map((one) => sanitiseLine(lineOf(one))).join('\n');
    return outcome(0, { stdout, notes: notesOf(found, drop), diagnostics, readText });
  } finally {
    await adapter.close();
  }
}

function lineOf({ relation, kind, madeAs, node, movedTo, isChanged }: Orphan): string {
  const why = movedTo === null ? `${node} is gone` : `${node} is ${movedTo} now`;
  const stays = isChanged ? '; not what mart left there, so it stays' : '';
  const file = madeAs === 'external' ? '; its file stays' : '';
  return `${relationName(relation)}  ${kind}  ${why}${stays}${file}`;
}

function notesOf(found: readonly Orphan[], drop: boolean): string[] {
  const own = found.filter(({ isChanged }) => !isChanged).length;
  if (drop) return [`dropped ${own} of ${found.length}`];
  return own === 0 ? [] : [`\`mart clean --orphans --drop\` drops ${own === 1 ? 'it' : `these ${own}`}`];
}
