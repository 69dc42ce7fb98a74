import { type Diagnostic, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import { readLastRun } from '../run/last-run.ts';
import type { Effects } from './effects.ts';
import { execute } from './execute.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { RunOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { inWarehouse } from './read-warehouse.ts';
import { askedOf, openEnds } from './retry-record.ts';
import { selectNodes } from './select-nodes.ts';

/** Runs again what failed, was skipped or was never come to in the last run, with that run's options and selection. */
export async function retry(options: RunOptions, effects: Effects): Promise<Outcome> {
  const found = await load(options, effects);
  if (hasErrors(found.diagnostics)) return outcome(1, { diagnostics: found.diagnostics, readText: found.readText });
  const last = await inWarehouse(found, options.waitSeconds, effects, (adapter) =>
    readLastRun(adapter, found.manifest),
  );
  if (!last) return outcome(1, { diagnostics: [nothingRun()] });
  const asked = askedOf(last, options);
  const loaded = asked.options.vars === options.vars ? found : await load(asked.options, effects);
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText: loaded.readText });
  const { ids: selected } = asked.meant ? { ids: asked.meant } : await selectNodes(loaded, asked.options, effects);
  const open = openEnds(last, () => selected);
  if (open.size === 0) return outcome(0, { notes: ['nothing to retry: the last run went well'] });
  return execute(asked.verb, asked.options, effects, {
    ids: withTheirTests(open, selected, loaded),
    of: last.invocation,
    selected,
  });
}

function nothingRun(): Diagnostic {
  return diagnostic('M513', 'there is no run to retry', {
    help: 'run `mart build` first; the ledger in the warehouse keeps what became of it',
  });
}

/** What is open, and every selected test that judges a table which is built again. */
function withTheirTests(
  open: ReadonlySet<NodeId>,
  selected: ReadonlySet<NodeId>,
  { manifest }: Loaded,
): ReadonlySet<NodeId> {
  const tests = [...selected].filter((id) => {
    const node = manifest.nodes.get(id);
    return node?.resource === 'test' && node.dependsOn.some((parent) => open.has(parent));
  });
  return new Set([...open, ...tests]);
}
