import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

export type Cell = string | null;

/** A line of the ledger, its values as text. */
export interface LedgerLine {
  readonly fault: string;
  readonly file: string;
  readonly record_key: string;
  readonly column: string | null;
  readonly before: Cell;
  readonly after: Cell;
  readonly delivered_on: string;
  readonly expected: string;
}

/** The first copy of a record as it was delivered, and as it was before anything happened to it. */
export interface TrueRow {
  readonly file: string;
  readonly key: string;
  readonly deliveredOn: string;
  readonly written: Readonly<Record<string, Cell>>;
  readonly real: Readonly<Record<string, Cell>>;
  /** What the ledger says of this copy. */
  readonly damages: readonly LedgerLine[];
}

const KEYS: Readonly<Record<string, string>> = {
  'sensor_logs.json': 'reading_id',
  'production_batches.csv': 'batch_id',
  'qc_checks.csv': 'check_id',
  'operator_logs.csv': 'log_id',
};

const text = (value: unknown): Cell => (value === null || value === undefined || value === '' ? null : String(value));

export const daysIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name))
    .sort();

/** A clock that runs ahead cannot be told from one that drifts, nor a damaged letter of a product from a typo. */
function shownAs({ fault, column }: { readonly fault: string; readonly column: string | null }): string {
  if (fault === 'clock_ahead') return 'clock_drift';
  return fault === 'encoding_damage' && column === 'product' ? 'product_spelling' : fault;
}

export function readLedger(folder: string): LedgerLine[] {
  return daysIn(folder).flatMap((day) =>
    readFileSync(join(folder, day, 'faults.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const found = JSON.parse(line);
        return { ...found, fault: shownAs(found), before: text(found.before), after: text(found.after) };
      }),
  );
}

/**
 * The rows of a landing folder with what they were before the ledger's faults: each value is led back from what was
 * delivered, fault by fault, whichever came first. Files that cannot be read have no rows here.
 */
export function readTrueRows(landing: string, ledger: readonly LedgerLine[]): TrueRow[] {
  const damages = new Map<string, LedgerLine[]>();
  for (const line of ledger) {
    const key = `${line.file} ${line.record_key}`;
    damages.set(key, [...(damages.get(key) ?? []), line]);
  }
  const rows = new Map<string, TrueRow>();
  for (const deliveredOn of daysIn(landing))
    for (const [file, keyColumn] of Object.entries(KEYS))
      for (const written of readRows(join(landing, deliveredOn, file))) {
        const key = written[keyColumn] ?? '';
        const place = `${file} ${key}`;
        if (rows.has(place)) continue;
        rows.set(place, {
          file,
          key,
          deliveredOn,
          written,
          ...ledBack(written, deliveredOn, damages.get(place) ?? []),
        });
      }
  return [...rows.values()];
}

function ledBack(written: TrueRow['written'], deliveredOn: string, lines: readonly LedgerLine[]) {
  const open = lines.filter(
    ({ fault, delivered_on, expected, column }) =>
      fault !== 'duplicate' && delivered_on === deliveredOn && (column === null || expected !== 'keep'),
  );
  const damages: LedgerLine[] = open.filter(({ column }) => column === null);
  const real = Object.fromEntries(
    Object.entries(written).map(([column, delivered]) => {
      let value = delivered;
      const left = new Set(open.filter((line) => line.column === column));
      for (;;) {
        const last = [...left].find(({ after }) => same(after, value));
        if (last === undefined) return [column, value];
        left.delete(last);
        damages.push(last);
        value = last.before;
      }
    }),
  );
  return { real, damages };
}

/** Numbers may be written in more than one way. */
export const same = (one: Cell, other: Cell): boolean =>
  one === other || (one !== null && other !== null && one.trim() !== '' && Number(one) === Number(other));

function readRows(path: string): Record<string, Cell>[] {
  if (!existsSync(path)) return [];
  try {
    const content = readFileSync(path, 'utf8');
    const rows: Record<string, unknown>[] = path.endsWith('.json')
      ? JSON.parse(content)
      : parse(content, { columns: true });
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])));
  } catch {
    return [];
  }
}
