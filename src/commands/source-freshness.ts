import { join } from 'node:path';
import type { Adapter } from '../adapter/port.ts';
import { type SourceAge, type SourceError, sourcesJson } from '../artifacts/sources.ts';
import { writeWhole } from '../artifacts/write.ts';
import { findings } from '../check/errors.ts';
import { placeOfNode } from '../check/node-place.ts';
import { spanOfPlace } from '../check/places.ts';
import { codeRows } from '../check/send.ts';
import { sourceFiles } from '../check/source-files.ts';
import { inlineCode } from '../compile/inline.ts';
import { type Diagnostic, DiagnosticError, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { ageText, type Freshness, freshnessOf, secondsText, verdictOn } from '../nodes/freshness.ts';
import { displayName, type Source } from '../nodes/node.ts';
import { isBad, type NodeResult } from '../nodes/result.ts';
import { runClock } from '../run/clock.ts';
import { nodeResult } from '../run/results.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { FreshnessOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { queryText } from './query-text.ts';
import { selectionText, selectNodes } from './select-nodes.ts';
import { invocationOf, targetFolder } from './write-artifacts.ts';

/** Looks how old the newest rows of sources are, and holds them to what their `freshness` allows. */
export async function sourceFreshness(options: FreshnessOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const selection = await selectNodes(loaded, { ...options, indirectSelection: 'empty' }, effects);
  const sources = [...manifest.nodes.values()].filter((node): node is Source => {
    return node.resource === 'source' && selection.ids.has(node.id) && freshnessOf(node.config.freshness) !== null;
  });
  const clock = runClock(effects.now, effects.clock);
  const watch = clock.start();
  const about = { invocation: effects.invocation, version: effects.version, verb: 'source freshness' };
  const { name: target, threads } = manifest.target;
  const run = { ...about, project: manifest.project, target, threads, selection: selectionText(options) };
  const longestName = Math.max(0, ...sources.map((one) => displayName(one).length));
  effects.listen({ type: 'run_started', at: clock.at(), ...run, total: sources.length, longestName });
  for (const one of [...loaded.diagnostics, ...selection.diagnostics]) {
    effects.listen({ type: 'diagnostic', at: clock.at(), diagnostic: one });
  }
  const found: (SourceAge | SourceError)[] = [];
  const results: NodeResult[] = [];
  const open = lazyAdapter(loaded, effects, options.waitSeconds);
  try {
    for (const source of sources) {
      if (effects.signal.aborted) break;
      const start = clock.start();
      const { age, result } = await look(source, { loaded, effects, adapter: open.get }, start);
      found.push(age);
      results.push(result);
      effects.listen({ type: 'node_finished', at: clock.at(), index: results.length, total: sources.length, result });
    }
  } finally {
    await open.close();
  }
  const { seconds } = watch();
  writeWhole(join(targetFolder(loaded), 'sources.json'), sourcesJson(invocationOf(loaded, effects), found, seconds));
  effects.listen({ type: 'run_finished', at: clock.at(), interrupted: effects.signal.aborted, seconds, results });
  const exit = effects.signal.aborted ? 130 : results.some((one) => isBad(one.status)) ? 1 : 0;
  return outcome(exit, { readText });
}

/** Sources that are files need no warehouse, which may not be there yet. */
function lazyAdapter(loaded: Loaded, effects: Effects, waitSeconds: number) {
  let opened: Promise<Adapter> | null = null;
  const options = { root: loaded.root, readOnly: true, waitSeconds };
  return {
    get: () => {
      opened ??= effects.openAdapter(loaded.manifest.target, options);
      return opened;
    },
    close: async () => (await opened?.catch(() => null))?.close(),
  };
}

interface Looking {
  readonly loaded: Loaded;
  readonly effects: Effects;
  readonly adapter: () => Promise<Adapter>;
}

type Watch = ReturnType<ReturnType<typeof runClock>['start']>;

async function look(source: Source, looking: Looking, watch: Watch) {
  const { loaded, effects } = looking;
  const criteria = freshnessOf(source.config.freshness) as Freshness;
  const make = (status: 'pass' | 'warn' | 'error', message: string | null, diagnostics: readonly Diagnostic[]) =>
    nodeResult(source, { status, message, diagnostics }, watch(), 'Thread-1');
  try {
    const loadedAt = await newestOf(source, criteria, looking);
    const age = loadedAt === null ? Number.POSITIVE_INFINITY : (effects.now.getTime() - loadedAt.getTime()) / 1000;
    const status = verdictOn(criteria, age);
    const message = loadedAt === null ? 'nothing was ever loaded' : `the newest is ${secondsText(age)} old`;
    const result = make(status, message, status === 'pass' ? [] : [stale(source, criteria, status, message, loaded)]);
    return { age: { id: source.id, criteria, loadedAt, lookedAt: effects.now, status, result }, result };
  } catch (error) {
    const place = placeOfNode(loaded.manifest, source, loaded.readText);
    const diagnostics = findings(error, place);
    const message = diagnostics[0]?.message ?? 'it cannot be looked at';
    return { age: { id: source.id, error: message }, result: make('error', message, diagnostics) };
  }
}

/** When the newest of a source came: by its own word, or the time of its newest file. */
async function newestOf(source: Source, { filter }: Freshness, looking: Looking): Promise<Date | null> {
  const { loaded_at_field: field, loaded_at_query: query } = source.config;
  const byFile = source.files !== null && query === null && (field === null || field.toLowerCase() === '_loaded_at');
  if (byFile) {
    const files = await sourceFiles(looking.loaded.root).find(source);
    return files.length === 0 ? null : new Date(Math.max(...files.map((file) => file.modified)));
  }
  if (query === null && field === null) throw unknowable(source, looking.loaded);
  const name = `{{source ${JSON.stringify(source.sourceName)} ${JSON.stringify(source.name)}}}`;
  const sql = query ?? `select max(${field}) from ${name}${filter === null ? '' : ` where ${filter}`}`;
  return newestIn(sql, source, looking);
}

async function newestIn(sql: string, source: Source, { loaded, effects, adapter }: Looking): Promise<Date | null> {
  const shown = source.config.loaded_at_query === null ? 'loaded_at_field' : 'loaded_at_query';
  const code = inlineCode(loaded.manifest, await loaded.scope(), sql, shown);
  const engine = await adapter();
  // What is wrong with it is shown where the source is declared.
  const filled = { text: (await queryText(loaded, engine, effects, code, null)).text, map: [] };
  const [before, after] = ['select epoch_ms(cast(newest as timestamptz)) as newest from (\n', '\n) as t(newest)'];
  const [row] = await engine.read((session) => codeRows(session, before, filled, after));
  return row?.newest === null || row?.newest === undefined ? null : new Date(Number(row.newest));
}

function unknowable(source: Source, loaded: Loaded): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M140', `nothing says when rows of \`${displayName(source)}\` were loaded`, {
      labels: [{ span: spanOfPlace(source.place, loaded.readText), text: 'it has `freshness`' }],
      help: 'name a column in `loaded_at_field`, or write a `loaded_at_query`',
      node: displayName(source),
    }),
  ]);
}

function stale(
  source: Source,
  criteria: Freshness,
  status: 'warn' | 'error',
  message: string,
  loaded: Loaded,
): Diagnostic {
  const limit = status === 'error' ? criteria.error_after : criteria.warn_after;
  return diagnostic('M526', `\`${displayName(source)}\` is stale: ${message}`, {
    severity: status === 'error' ? 'error' : 'warning',
    labels: [
      { span: spanOfPlace(source.place, loaded.readText), text: `${status}_after: ${limit ? ageText(limit) : ''}` },
    ],
    node: displayName(source),
  });
}
