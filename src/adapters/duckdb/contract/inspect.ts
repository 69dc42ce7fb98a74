import {
  type ColumnType,
  EngineError,
  type FileScan,
  type Inspection,
  type Row,
  type Session,
} from '../../../adapter/port.ts';
import { csvHeader } from '../csv-header.ts';
import { fileEnds } from '../file-head.ts';
import { endsInQuotes } from '../physical-line.ts';
import { drift, driftText } from '../scan-csv.ts';
import { byShape, faultsOf, misfitsIn, rawRows } from './held-scan.ts';
import { exactDrift, keysIn, otherCase } from './json-keys.ts';
import { withShapes } from './shapes.ts';

interface Looked {
  readonly rows: number;
  readonly misfits: number;
  readonly names: readonly string[];
}

/** Reads every file of a scan to its end, and holds it to the scan's contract. */
export async function inspect(session: Session, scan: FileScan): Promise<readonly Inspection[]> {
  const spelled = new Map(scan.columns.map(({ name }) => [name.toLowerCase(), name]));
  return inspectAll(session, scan.format === 'parquet' ? await withShapes(session, scan) : scan, spelled);
}

async function inspectAll(
  session: Session,
  scan: FileScan,
  spelled: Map<string, string>,
): Promise<readonly Inspection[]> {
  const { files } = scan;
  if (files.length === 0) return [];
  let looked: ReadonlyMap<string, Looked>;
  try {
    looked = await lookAt(session, scan);
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind === 'interrupted' || error.kind === 'memory') throw error;
    const [only] = files;
    if (only && files.length === 1) {
      const reason = error.message.includes(only.shown) ? error.message : `${only.shown}: ${error.message}`;
      return [{ ok: false, isDrift: false, reason }];
    }
    // A bad file among many is found by halves.
    const half = Math.ceil(files.length / 2);
    const first = await inspectAll(session, { ...scan, files: files.slice(0, half) }, spelled);
    return [...first, ...(await inspectAll(session, { ...scan, files: files.slice(half) }, spelled))];
  }
  const found: Inspection[] = [];
  for (const file of files) {
    const one = looked.get(file.path) ?? { rows: 0, misfits: 0, names: [] };
    const twin = scan.format === 'json' && scan.contract?.columns === 'evolve' ? otherCase(one.names, spelled) : null;
    found.push(
      twin === null
        ? await verdict(session, { ...scan, files: [file] }, one)
        : { ok: false, isDrift: true, reason: `${file.shown} ${twin}` },
    );
  }
  return found;
}

async function verdict(session: Session, scan: FileScan, { rows, misfits, names }: Looked): Promise<Inspection> {
  const { columns = null, dataType = null } = scan.contract ?? {};
  const shown = scan.files[0]?.shown ?? '';
  const refused = (reason: string): Inspection => ({ ok: false, isDrift: true, reason: `${shown} ${reason}` });
  const { missing, extra } = scan.format === 'json' ? exactDrift(scan.columns, names) : drift(scan.columns, names);
  // Records leave out what they have no value for, so no record has to have every key.
  const lacking = scan.format === 'json' && rows === 0 ? [] : missing;
  const isStrict = columns === null && scan.format === 'csv';
  const asksForAll = columns === 'freeze' || columns === 'discard_row' || isStrict;
  const lost = asksForAll || (columns === null && scan.format === 'parquet') ? lacking : [];
  const unknown = columns === 'freeze' || isStrict ? extra : [];
  if (lost.length > 0 || unknown.length > 0) return refused(driftText(lost, unknown));
  if (misfits > 0 && (await isCut(session, scan))) {
    return { ok: false, isDrift: false, reason: `${shown} is cut: its last row has fewer values than its header` };
  }
  if (misfits > 0 && (dataType === null || dataType === 'freeze')) {
    const reason = await firstMisfit(session, scan);
    if (reason !== null) return refused(reason);
  }
  const shape = scan.files[0]?.shape;
  return { ok: true, rows, misfits, lacking, ...(shape === undefined ? {} : { shape }) };
}

/** Whether a CSV ends within a row: a short one that no line end follows, or in quotes. */
async function isCut(session: Session, scan: FileScan): Promise<boolean> {
  const [file] = scan.files;
  if (scan.format !== 'csv' || !file) return false;
  const last = `select "_mart_broken" as broken from ${rawRows(scan, true)} order by "_mart_row" desc limit 1`;
  const [row] = await session.rows(last);
  const [, count, wanted] = /has (\d+) values? where the header has (\d+)$/.exec(String(row?.broken)) ?? [];
  if (Number(count ?? 0) >= Number(wanted ?? 0)) return false;
  const { tail } = fileEnds(file.path, file.shown);
  return !/[\r\n]$/.test(tail ?? '') || endsInQuotes(file.path);
}

async function firstMisfit(session: Session, scan: FileScan): Promise<string | null> {
  const asDiscarded = { ...scan, contract: { columns: null, dataType: 'discard_row' } } as const;
  const query = misfitsIn(asDiscarded, "''", rawRows(scan, true));
  const [row] = query === null ? [] : await session.rows(`${query} order by row_number limit 1`);
  if (!row) return null;
  return `has ${JSON.stringify(row.value)} in row ${row.row_number} of column "${row.column_name}": ${row.reason}`;
}

async function lookAt(session: Session, scan: FileScan): Promise<ReadonlyMap<string, Looked>> {
  const { values, more, broken } = faultsOf(scan);
  const faults = [...values.map(({ when }) => when), more, broken].filter((one) => one !== null);
  const bad = faults.length === 0 ? 'false' : faults.join(' or ');
  const odd = scan.format === 'json' ? `, bool_or(json_type("_mart_record") <> 'OBJECT') as odd` : '';
  const touched = scan.columns.map((_, at) => `, count(c${at}) as n${at}`).join('');
  // Every value is read, so that what cannot be unpacked is found.
  const counts = byShape(scan).map(
    (one) =>
      `select "_mart_file" as file, count(*) as rows, count(*) filter (where ${bad}) as misfits${odd}${touched} from ${rawRows(one, false)} group by all`,
  );
  const found = new Map((await session.rows(counts.join(' union all '))).map((row) => [row.file, row]));
  for (const row of found.values()) if (row.odd === true) throw notRecords(scan, row);
  const names = await namesIn(session, scan);
  return new Map(
    scan.files.map(({ path }) => {
      const row = found.get(path);
      const columns = names.get(path) ?? [];
      return [path, { rows: Number(row?.rows ?? 0), misfits: Number(row?.misfits ?? 0), names: columns }];
    }),
  );
}

function notRecords(scan: FileScan, { file }: Row): EngineError {
  const shown = scan.files.find(({ path }) => path === file)?.shown ?? String(file);
  return new EngineError('file', `${shown} has a value that is no object`, { sql: '' });
}

/** The columns that each file has. */
async function namesIn(session: Session, scan: FileScan): Promise<ReadonlyMap<string, readonly string[]>> {
  if (scan.format === 'json') return keysIn(session, rawRows(scan, false));
  return new Map(
    scan.files.map(({ path, shown, shape = '[]' }) => [
      path,
      scan.format === 'csv'
        ? csvHeader(path, shown).names
        : (JSON.parse(shape) as ColumnType[]).map(({ name }) => name),
    ]),
  );
}
