import { diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Effects } from './effects.ts';
import { execute } from './execute.ts';
import { load } from './load.ts';
import type { RunOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { type LastRun, readLastRun } from './retry-record.ts';
import { targetFolder } from './write-artifacts.ts';

/** Runs again what failed or was skipped in the last run, with that run's options and selection. */
export async function retry(options: RunOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText: loaded.readText });
  const last = readLastRun(targetFolder(loaded), options);
  if (!last) {
    return outcome(1, {
      diagnostics: [
        diagnostic('M513', 'there is no run to retry', {
          help: 'run `mart build` first; its results are kept in `target/run_results.json`',
        }),
      ],
    });
  }
  if (last.open.length === 0) return outcome(0, { notes: ['nothing to retry: the last run went well'] });
  return execute(last.verb, last.options, effects, withTheirTests(last, loaded.manifest));
}

/** What is open, and every test of the last run that judges a table which is built again. */
function withTheirTests(last: LastRun, manifest: Manifest): ReadonlySet<NodeId> {
  const open = new Set(last.open);
  const tests = last.all.filter((id) => {
    const node = manifest.nodes.get(id);
    return node?.resource === 'test' && node.dependsOn.some((parent) => open.has(parent));
  });
  return new Set([...open, ...tests]);
}
