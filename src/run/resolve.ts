import { type ColumnType, EngineError } from '../adapter/port.ts';
import { spanOfPlace } from '../check/places.ts';
import { contractOf, declaredColumns, type FoundFile, scanOf } from '../check/source-files.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { type Code, type FilledCode, fill } from '../nodes/code.ts';
import { instantText } from '../nodes/instant.ts';
import { type Interval, timestampSql } from '../nodes/interval.ts';
import { displayName, type Node, type NodeId, type Source } from '../nodes/node.ts';
import type { Window } from '../plan/plan.ts';
import { identifier } from '../sql/identifier.ts';
import { type Relation, relationSql } from '../sql/relation.ts';
import { nodeOf, type RunContext } from './context.ts';
import { contractFindings } from './contract-findings.ts';
import { type Leavings, leavingsOf } from './leavings.ts';

/** What stands for the inputs that are files: SQL by the source's id. */
export type Scans = ReadonlyMap<NodeId, string>;

/** Puts relations, scans and the run's own values in the place of a code's marks. */
export function fillCode(
  context: RunContext,
  code: Code,
  own: Relation | null,
  scans: Scans,
  window: Window = { kind: 'all' },
  interval: Interval | null = null,
): FilledCode {
  return fill(code, (kind, index) => {
    switch (kind) {
      case 'i': {
        const node = nodeOf(context, code.inputs[index] ?? '');
        return inWindow(inputSql(node, scans), node, window, interval);
      }
      case 't':
        if (!own) throw new Error('`this` where nothing is built');
        return relationSql(own);
      case 'a':
        return instantText(context.effects.now);
      case 'v':
        return context.effects.invocation;
      case 'b':
        if (!interval) throw new Error('a batch outside a microbatch model');
        return timestampSql(index === 0 ? interval.start : interval.end);
    }
  });
}

export function inputSql(node: Node, scans: Scans): string {
  if (node.resource === 'model' || node.resource === 'seed') return relationSql(node.relation);
  if (node.resource !== 'source') throw new Error(`${node.id} is no input`);
  const scan = scans.get(node.id);
  if (scan !== undefined) return scan;
  if (!node.relation) throw new Error(`${node.id} has neither files nor a relation`);
  return relationSql(node.relation);
}

/** An input with a time of its events shows those of the window and of the interval only; without one, all. */
function inWindow(sql: string, node: Node, window: Window, interval: Interval | null): string {
  if (window.kind === 'empty') return `(select * from ${sql} where false limit 0)`;
  const time = eventTime(node);
  if (time === null) return sql;
  const at = `cast(${identifier(time)} as timestamp)`;
  const conditions = [
    ...(window.kind === 'sample' ? [`${at} >= ${timestampSql(new Date(window.since))}`] : []),
    ...(interval ? [`${at} >= ${timestampSql(interval.start)}`, `${at} < ${timestampSql(interval.end)}`] : []),
  ];
  return conditions.length === 0 ? sql : `(select * from ${sql} where ${conditions.join(' and ')})`;
}

export function eventTime(node: Node): string | null {
  const has = node.resource === 'model' || node.resource === 'seed' || node.resource === 'source';
  return has ? node.config.event_time : null;
}

/** The sources over files among the inputs of some codes, each once. */
export function fileSources(context: RunContext, codes: readonly Code[]): readonly Source[] {
  const ids = new Set(codes.flatMap((code) => code.inputs));
  return [...ids].flatMap((id) => {
    const node = nodeOf(context, id);
    return node.resource === 'source' && node.files ? [node] : [];
  });
}

interface WholeScans {
  readonly scans: Scans;
  readonly diagnostics: readonly Diagnostic[];
  /** How many files are read. */
  readonly files: number | null;
  readonly leavings: readonly Leavings[];
}

/** All files of each source as `query` reads them, and what was found wrong with them. */
export async function wholeScans(context: RunContext, sources: readonly Source[], query: string): Promise<WholeScans> {
  const scans = new Map<NodeId, string>();
  const diagnostics: Diagnostic[] = [];
  const leavings: Leavings[] = [];
  let count = 0;
  for (const source of sources) {
    const all = await context.files.find(source);
    if (all.length === 0) diagnostics.push(noFiles(context, source));
    const isHeld = contractOf(source) !== null;
    if (isHeld) {
      const inspected = await context.intakes.all(source);
      leavings.push(leavingsOf(source, inspected));
      diagnostics.push(...contractFindings(context, source, inspected));
    }
    const files = isHeld ? (leavings.at(-1)?.loaded ?? []) : await context.intakes.shaped(source, all);
    count += files.length;
    scans.set(source.id, scanFiles(context, source, files, query, await context.intakes.columns(source)));
  }
  return { scans, diagnostics, files: sources.length === 0 ? null : count, leavings };
}

/** All files of the sources that hooks or tests read. */
export async function scansOf(context: RunContext, codes: readonly Code[]): Promise<Scans> {
  const query = codes.map((code) => code.text).join('\n');
  return (await wholeScans(context, fileSources(context, codes), query)).scans;
}

/** Nothing was delivered: a warning where the columns are declared (M509), else there is nothing to read at all. */
export function noFiles(context: RunContext, source: Source): Diagnostic {
  const typed = declaredColumns(source).length > 0;
  const finding = diagnostic('M509', `no file matches \`${source.files?.glob}\` of ${displayName(source)}`, {
    severity: typed ? 'warning' : 'error',
    labels: [{ span: spanOfPlace(source.place, context.effects.readText), text: 'no files' }],
    help: typed ? null : 'with `columns` and their `data_type` declared it would be an empty table',
  });
  if (!typed) throw new DiagnosticError([finding]);
  return finding;
}

/** The relation over some files of a source; those that no query can read are refused at once (M508). */
export function scanFiles(
  context: RunContext,
  source: Source,
  files: readonly FoundFile[],
  query: string,
  columns: readonly ColumnType[],
): string {
  try {
    return context.adapter.scan(scanOf(source, files, context.effects.now, query, columns));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new DiagnosticError([unreadable(context, source, error.message)]);
  }
}

/** A file that stops a query over all of them. */
export function unreadable(context: RunContext, source: Source, reason: string): Diagnostic {
  return diagnostic('M508', `a file of ${displayName(source)} cannot be read: ${reason}`, {
    labels: [{ span: spanOfPlace(source.place, context.effects.readText), text: 'its files' }],
    help: 'mend or remove the file; an `incremental` model leaves such files out and loads the rest',
  });
}

/** A scan that gives the columns of a source and no rows; `known` is any file of it, if there is one. */
export function emptyScan(
  context: RunContext,
  source: Source,
  known: FoundFile | undefined,
  query: string,
  columns: readonly ColumnType[],
): string {
  if (columns.length > 0 || !known) return scanFiles(context, source, [], query, columns);
  return `(select * from ${scanFiles(context, source, [known], query, columns)} where false)`;
}
