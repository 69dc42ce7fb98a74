import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { ProjectOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { targetFolder } from './write-artifacts.ts';

/** What mart writes into `target/` beside the warehouse, which is data and stays. */
const generated = [
  'compiled',
  'run',
  'logs',
  'staging',
  'cache',
  'site',
  'site.html',
  'manifest.json',
  'run_results.json',
  'catalog.json',
  'sources.json',
  'lineage.json',
  'types.d.ts',
];

/** Removes everything generated. The warehouse, the ledger in it and delivered files stay. */
export async function clean(options: ProjectOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const folder = targetFolder(loaded);
  const removed = generated.filter((name) => existsSync(join(folder, name)));
  for (const name of removed) rmSync(join(folder, name), { recursive: true, force: true });
  const { targetPath } = loaded.manifest;
  return outcome(0, {
    notes: [
      removed.length === 0
        ? 'nothing to clean'
        : `removed ${removed.map((name) => `${targetPath}/${name}`).join(', ')}`,
    ],
  });
}
