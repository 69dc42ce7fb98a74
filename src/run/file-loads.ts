import picomatch from 'picomatch';
import type { Inspected } from '../check/intake.ts';
import { spanOfPlace } from '../check/places.ts';
import { contractOf, type FoundFile, scanOf } from '../check/source-files.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Model, type NodeId, type Source } from '../nodes/node.ts';
import { placeOf, type RunContext } from './context.ts';
import { contractFindings } from './contract-findings.ts';
import { type FileMemory, type FileRow, fileRow, type KnownFile, nothingKnown, recallFiles } from './file-memory.ts';
import { type Leavings, leavingsOf } from './leavings.ts';
import { emptyScan, eventTime, noFiles, type Scans, scanFiles } from './resolve.ts';

/** What an incremental model is to load of the sources that are files, and what it will remember of them. */
export interface FileLoads {
  readonly scans: Scans;
  /** File versions that are loaded. */
  readonly count: number;
  readonly files: readonly FoundFile[];
  /** Shown paths whose earlier rows go first. */
  readonly stale: readonly string[];
  readonly rows: readonly FileRow[];
  readonly memory: FileMemory;
  readonly leavings: readonly Leavings[];
  readonly diagnostics: readonly Diagnostic[];
}

interface SourceLoad {
  readonly load: readonly FoundFile[];
  readonly stale: readonly string[];
  readonly rows: readonly FileRow[];
  readonly leavings: Leavings;
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides file by file; `incremental` false means that the table is built anew and every file counts. */
export async function fileLoads(
  context: RunContext,
  model: Model,
  sources: readonly Source[],
  incremental: boolean,
  query: string,
): Promise<FileLoads> {
  const recalled = await context.adapter.read((session) => recallFiles(session, model));
  const memory = incremental ? recalled : { seq: recalled.seq, files: nothingKnown.files };
  const scans = new Map<NodeId, string>();
  const loads: SourceLoad[] = [];
  for (const source of sources) {
    const files = await context.files.find(source);
    const known = memory.files.get(source.id) ?? new Map<string, KnownFile>();
    const one = await sourceLoad(context, model, source, files, known);
    loads.push(one);
    const columns = await context.intakes.columns(source);
    const scan =
      one.load.length === 0
        ? emptyScan(context, source, readable(files, one), query, columns)
        : scanFiles(context, source, await context.intakes.shaped(source, one.load), query, columns);
    scans.set(source.id, scan);
  }
  return {
    scans,
    count: loads.reduce((sum, one) => sum + one.load.length, 0),
    files: loads.flatMap((one) => one.load),
    stale: loads.flatMap((one) => one.stale),
    rows: loads.flatMap((one) => one.rows),
    memory,
    leavings: loads.map((one) => one.leavings),
    diagnostics: loads.flatMap((one) => one.diagnostics),
  };
}

/** A file to take the columns from when nothing is loaded and none are declared. */
function readable(files: readonly FoundFile[], one: SourceLoad): FoundFile | undefined {
  const bad = new Set(one.rows.filter((row) => row.status === 'quarantined').map((row) => row.path));
  return files.find((file) => !bad.has(file.path));
}

async function sourceLoad(
  context: RunContext,
  model: Model,
  source: Source,
  files: readonly FoundFile[],
  known: ReadonlyMap<string, KnownFile>,
): Promise<SourceLoad> {
  const rows: FileRow[] = [];
  const diagnostics: Diagnostic[] = [];
  if (files.length === 0 && known.size === 0) diagnostics.push(noFiles(context, source));
  const stale: string[] = [];
  const gone: string[] = [];
  const settled: string[] = [];
  const isMeant = picomatch((source.files?.glob ?? '').replace(/^\.\//, ''));
  for (const [path, before] of missing(files, known)) {
    const status = isMeant(path) ? 'vanished' : 'forgotten';
    if (before.status === status) continue;
    const { sha256, size, modified, rows: loaded, reason, hasRows } = before;
    rows.push({ source: source.id, path, status, sha256, size, modified, rows: loaded, reason });
    if (hasRows && status === 'vanished') diagnostics.push(vanishedFile(context, model, source, path));
    if (hasRows && status === 'forgotten') stale.push(path);
    if (!hasRows || status === 'forgotten') gone.push(path);
    else settled.push(path);
  }

  const candidates: { readonly file: FoundFile; readonly sha256: string }[] = [];
  for (const file of files) {
    const before = known.get(file.path);
    if (before?.status === 'loaded' && before.size === file.size && before.modified === file.modified) continue;
    const sha256 = await context.files.hash(file);
    if (before?.loaded === sha256) {
      rows.push({ ...fileRow(source.id, file, 'loaded', sha256), rows: before.rows });
      settled.push(file.path);
    } else candidates.push({ file, sha256 });
  }

  const load: FoundFile[] = [];
  const status = context.plan.options.window.kind === 'sample' && eventTime(source) !== null ? 'sampled' : 'loaded';
  const inspected = await inspect(
    context,
    source,
    candidates.map(({ file }) => file),
  );
  const still = await inTurns(candidates, context.adapter.threads, ({ file }) => context.files.isStill(file));
  const whole: Inspected[] = [];
  candidates.forEach(({ file, sha256 }, index) => {
    const one = inspected[index];
    if (!one || !still[index]) {
      diagnostics.push(movingFile(context, source, file.path, 'warning'));
      return;
    }
    whole.push(one);
    const before = known.get(file.path);
    const { inspection } = one;
    if (inspection.ok) {
      load.push(one.file);
      if (before?.hasRows) stale.push(file.path);
      rows.push({ ...fileRow(source.id, file, status, sha256), rows: inspection.rows });
      return;
    }
    const { reason } = inspection;
    const same = before?.status === 'quarantined' && before.sha256 === sha256 && before.reason === reason;
    if (!same) rows.push({ ...fileRow(source.id, file, 'quarantined', sha256), reason });
  });
  diagnostics.push(...contractFindings(context, source, whole, placeOf(context, model).node));
  const leavings = { ...leavingsOf(source, whole), gone, settled };
  if (context.plan.options.window.kind === 'empty') return { load, stale: [], rows: [], leavings, diagnostics };
  return { load, stale, rows, leavings, diagnostics };
}

/** Reads files to their end, and holds them to the contract of their source where it has one. */
async function inspect(
  context: RunContext,
  source: Source,
  files: readonly FoundFile[],
): Promise<readonly Inspected[]> {
  if (contractOf(source) !== null) return context.intakes.inspect(source, files);
  return inTurns(files, context.adapter.threads, async (file) => {
    const probe = await context.adapter.probe(scanOf(source, [file], context.effects.now));
    const inspection = probe.ok
      ? { ...probe, misfits: 0, lacking: [] }
      : { ok: false as const, isDrift: false, reason: probe.reason };
    return { file, inspection };
  });
}

/** Known files that are not there: vanished, or not meant by the source's glob any more. */
function missing(files: readonly FoundFile[], known: ReadonlyMap<string, KnownFile>): [string, KnownFile][] {
  const here = new Set(files.map((file) => file.path));
  return [...known].filter(([path]) => !here.has(path));
}

/** `work` for each item, at most `width` at once, results in order. */
async function inTurns<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += width) {
    results.push(...(await Promise.all(items.slice(at, at + width).map(work))));
  }
  return results;
}

function vanishedFile(context: RunContext, model: Model, source: Source, path: string): Diagnostic {
  return diagnostic('M510', `\`${path}\` of ${displayName(source)} has vanished; its rows stay in ${model.name}`, {
    severity: 'warning',
    labels: [{ span: spanOfPlace(source.place, context.effects.readText), text: 'its files' }],
    help: `\`mart run -s ${model.name} --full-refresh\` builds the table from the files that are there`,
    node: model.name,
  });
}

/** After the files were read: throws when one of them has changed meanwhile (M524). */
export async function refuseMoving(
  context: RunContext,
  sources: readonly Source[],
  files: readonly FoundFile[],
): Promise<void> {
  const still = await Promise.all(files.map((file) => context.files.isStill(file)));
  const moving = files.find((_, index) => !still[index]);
  const [source] = sources;
  if (moving && source) throw new DiagnosticError([movingFile(context, source, moving.path, 'error')]);
}

function movingFile(context: RunContext, source: Source, path: string, severity: 'warning' | 'error'): Diagnostic {
  const became = severity === 'warning' ? 'was left out' : 'was read while it changed';
  return diagnostic('M524', `\`${path}\` is being written and ${became}`, {
    severity,
    labels: [{ span: spanOfPlace(source.place, context.effects.readText), text: 'its files' }],
    help: 'the next run reads it; deliver files under another name and rename them when they are whole',
  });
}

/** Whether the sources that are files are all that a model reads. */
export function readsOnly(model: Model, sources: readonly Source[]): boolean {
  const files = new Set(sources.map((source) => source.id));
  const codes = [model.code, ...(model.incrementalCode ? [model.incrementalCode] : [])];
  return codes.every((code) => code.inputs.every((id) => files.has(id)));
}
