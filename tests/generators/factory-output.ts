import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import generate from '../../generators/factory.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Row = Record<string, string | number | null>;

export interface Delivered {
  readonly file: string;
  readonly deliveredOn: string;
  readonly position: number;
  readonly row: Row;
}

export interface Fault {
  readonly fault: string;
  readonly file: string;
  readonly record_key: string;
  readonly column: string | null;
  readonly before: string | number | null;
  readonly after: string | number | null;
  readonly delivered_on: string;
  readonly expected: string;
  readonly day: string;
}

interface Amounts {
  readonly batches: number;
  readonly units_produced: number;
  readonly units_defective: number;
  readonly energy_kwh: number;
}

interface Truth {
  readonly date: string;
  readonly total_batches: number;
  readonly by_machine: Readonly<Record<string, Amounts>>;
  readonly by_product: Readonly<Record<string, Amounts>>;
  readonly factory_totals: Omit<Amounts, 'batches'>;
}

/** What a run of the factory wrote. */
export interface Output {
  readonly summary: string;
  /** Text by path below the output, e.g. `landing/2025-12-01/qc_checks.csv`. */
  readonly texts: Readonly<Record<string, string>>;
  /** All rows, by delivery, file and position, as they came last. */
  readonly rows: readonly Delivered[];
  readonly ledger: readonly Fault[];
  readonly truth: readonly Truth[];
}

export const FILES = ['operator_logs.csv', 'production_batches.csv', 'qc_checks.csv', 'sensor_logs.json'] as const;

export const KEYS: Readonly<Record<string, string>> = {
  'operator_logs.csv': 'log_id',
  'production_batches.csv': 'batch_id',
  'qc_checks.csv': 'check_id',
  'sensor_logs.json': 'reading_id',
};

const NUMBERS = ['units_produced', 'units_defective', 'energy_kwh', 'sample_size', 'defects_found'];

export const NO_FAULTS = {
  product_spelling: 0,
  machine_spelling: 0,
  null_value: 0,
  clock_drift: 0,
  duplicate: 0,
  late_arrival: 0,
  local_time: 0,
  degradation: 0,
};

/** Runs the factory into a folder of its own and reads what it wrote. */
export async function runFactory(params: Params): Promise<Output> {
  const folder = mkdtempSync(join(tmpdir(), 'factory-'));
  try {
    const names = ['landing', 'truth', 'redelivered'];
    const folders = Object.fromEntries(names.map((name) => [name, join(folder, name)]));
    const { summary } = await generate({ root: folder, params, folders, progress: () => undefined });
    return { summary, ...readOutput(readTexts(folder)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of every file below a folder, in the order of their paths. */
export function readTexts(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function readOutput(texts: Record<string, string>) {
  const rows: Delivered[] = [];
  const ledger: Fault[] = [];
  const truth: Truth[] = [];
  for (const [path, text] of Object.entries(texts)) {
    const [place, day = '', file = ''] = path.split('/');
    const again = texts[`redelivered/${day}/${file}`];
    if (place === 'redelivered') continue;
    if (file === 'truth.json') truth.push(JSON.parse(text));
    else if (file === 'faults.jsonl') ledger.push(...lines(text).map((line): Fault => ({ ...JSON.parse(line), day })));
    else
      for (const [position, row] of readRows(file, again ?? text).entries())
        rows.push({ file, deliveredOn: day, position, row });
  }
  return { texts, rows, ledger, truth };
}

function readRows(file: string, text: string): Row[] {
  if (file.endsWith('.json')) return JSON.parse(text);
  const cast = (value: string, { column, header }: { column: string | number; header: boolean }) =>
    !header && NUMBERS.includes(String(column)) ? Number(value) : value;
  return parse(text, { columns: true, cast });
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The rows of one kind of file. */
export const rowsOf = (output: Output, file: string): Row[] =>
  output.rows.filter((one) => one.file === file).map(({ row }) => row);

export const keyOf = ({ file, row }: Delivered): string => String(row[KEYS[file] ?? '']);

/** Seconds of a timestamp as the files write it. */
export const seconds = (value: unknown): number => Date.parse(`${String(value).replace(' ', 'T')}Z`) / 1000;

/** The day so many days after another. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOfItem(item));
    if (group === undefined) groups.set(keyOfItem(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** When a record of a file happened, by what its row says. */
export const eventTime = (file: string, row: Row): number =>
  seconds(
    row[file === 'production_batches.csv' ? 'start_time' : file === 'qc_checks.csv' ? 'check_time' : 'timestamp'],
  );
