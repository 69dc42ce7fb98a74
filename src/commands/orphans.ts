import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import { dropOrphanFiles, findOrphanFiles, type OrphanFile } from '../run/orphan-files.ts';
import { dropOrphans, findOrphans, type Orphan } from '../run/orphans.ts';
import { relationName } from '../sql/relation.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { OrphansOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';

/**
 * Lists relations and files that mart made and no node stands for, a line each on stdout, and drops them when it is told
 * to; but none that other hands have changed since. A project with errors may lack nodes, so then nothing is looked at.
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
    const [relations, files] = [await findOrphans(adapter, manifest), await findOrphanFiles(adapter, manifest, root)];
    const all = [...relations, ...files];
    if (all.length === 0) return none;
    if (drop) {
      const { invocation, now } = effects;
      await dropOrphans(adapter, relations.filter(isOwn), { invocation, at: now.toISOString() });
      await dropOrphanFiles(adapter, files.filter(isOwn), invocation);
    }
    const lines = [
      ...relations.map((one) => lineOf(relationName(one.relation), one)),
      ...files.map((one) => lineOf(one.shown, one)),
    ];
    const stdout = lines.map(sanitiseLine).join('\n');
    return outcome(0, { stdout, notes: notesOf(all.filter(isOwn).length, all.length, drop), diagnostics, readText });
  } finally {
    await adapter.close();
  }
}

function isOwn({ isChanged }: Pick<Orphan, 'isChanged'>): boolean {
  return !isChanged;
}

function lineOf(
  name: string,
  { kind, node, movedTo, isChanged }: Omit<Orphan, 'relation' | 'madeAs'> | OrphanFile,
): string {
  const why = movedTo === null ? `${node} is gone` : `${node} is ${movedTo} now`;
  const stays = isChanged ? '; not what mart left there, so it stays' : '';
  return `${name}  ${kind}  ${why}${stays}`;
}

function notesOf(own: number, all: number, drop: boolean): string[] {
  if (drop) return [`dropped ${own} of ${all}`];
  return own === 0 ? [] : [`\`mart clean --orphans --drop\` drops ${own === 1 ? 'it' : `these ${own}`}`];
}
