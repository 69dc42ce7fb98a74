import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../adapter/port.ts';
import { readJson } from '../artifacts/write.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { ledgerSchema } from '../run/ledger-tables.ts';
import type { Memory, SiteInput } from '../site/input.ts';
import { nothingRemembered, recallMemory } from '../site/records/ledger-memory.ts';
import { readReports } from '../site/records/reports-record.ts';
import { readRun, readSamples } from '../site/records/run-record.ts';
import { readFreshness } from '../site/records/sources-record.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import type { SelectionOptions } from './options.ts';
import { selectionText } from './select-nodes.ts';
import { targetFolder } from './write-artifacts.ts';

type Records = Pick<SiteInput, 'run' | 'samples' | 'freshness' | 'reports' | 'memory'>;

/** What is known of runs: files of the target folder, and the ledger of the warehouse. `notes` say what is left out. */
export async function readRecords(loaded: Loaded, effects: Effects): Promise<Records & { readonly notes: string[] }> {
  const folder = targetFolder(loaded);
  const found = readRun(readJson(join(folder, 'run_results.json')), selectionOf);
  const { memory, notes } = await readMemory(loaded, effects);
  return {
    run: found?.run ?? null,
    samples: found ? readSamples(logOf(join(folder, 'logs'), found.invocation)) : new Map(),
    freshness: readFreshness(readJson(join(folder, 'sources.json'))),
    reports: readReports(readJson(join(folder, 'reports.json'))),
    memory,
    notes,
  };
}

function selectionOf(args: Readonly<Record<string, unknown>>): string | null {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const options: SelectionOptions = {
    select: list(args.select),
    exclude: list(args.exclude),
    selector: typeof args.selector === 'string' ? args.selector : null,
    resourceTypes: list(args.resourceTypes),
    excludeResourceTypes: list(args.excludeResourceTypes),
    indirectSelection: null,
    state: null,
  };
  return selectionText(options);
}

function logOf(folder: string, invocation: string): string {
  try {
    const name = readdirSync(folder).find((one) => one.endsWith(`-${invocation.slice(0, 8)}.ndjson`));
    return name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
  } catch {
    return '';
  }
}

/** The database is opened read-only and briefly; one that is in use or not there leaves the history empty. */
async function readMemory(loaded: Loaded, effects: Effects): Promise<{ memory: Memory; notes: string[] }> {
  const { target } = loaded.manifest;
  const nothing = { memory: nothingRemembered, notes: [] };
  if (hasErrors(loaded.diagnostics) || target.path === ':memory:') return nothing;
  try {
    const adapter = await effects.openAdapter(target, { root: loaded.root, readOnly: true, waitSeconds: 0 });
    try {
      const relations = await adapter.relations();
      if (!relations.some(({ schema, name }) => schema === ledgerSchema && name === 'nodes')) return nothing;
      return { memory: await adapter.read(recallMemory), notes: [] };
    } finally {
      await adapter.close();
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.kind === 'file') return nothing;
    return { memory: nothingRemembered, notes: [`without earlier runs: ${error.message}`] };
  }
}
