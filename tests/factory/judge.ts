import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Cell, daysIn, readLedger, readTrueRows, same, type TrueRow } from './true-rows.ts';

export interface Score {
  injected: number;
  found: number;
  right: number;
  repaired: number;
}

/** What a built warehouse got right, row by row, told from delivered files, ledger and truth alone. */
export interface Verdict {
  /** By fault. */
  readonly faults: Readonly<Record<string, Score>>;
  /** Values of rows that were compared with the truth, and those that are wrong. */
  readonly cells: number;
  readonly days: number;
  readonly wrong: readonly string[];
}

interface Built {
  readonly file: string;
  readonly table: string;
  readonly key: string;
  /** The cleaned column of every delivered one. */
  readonly columns: Readonly<Record<string, string>>;
  readonly happened: string;
}

const BUILT: readonly Built[] = [
  {
    file: 'production_batches.csv',
    table: 'production_batches',
    key: 'batch_id',
    happened: 'start_time',
    columns: {
      machine_id: 'machine_id',
      product: 'product_name',
      start_time: 'started_at',
      end_time: 'ended_at',
      units_produced: 'units_produced',
      units_defective: 'units_defective',
      energy_kwh: 'energy_kwh',
      operator_id: 'operator_id',
    },
  },
  {
    file: 'sensor_logs.json',
    table: 'sensor_logs',
    key: 'reading_id',
    happened: 'timestamp',
    columns: {
      machine_id: 'machine_id',
      timestamp: 'read_at',
      temperature_c: 'temperature_c',
      pressure_kpa: 'pressure_kpa',
      energy_kwh: 'energy_kwh',
      efficiency_pct: 'efficiency_pct',
    },
  },
  {
    file: 'qc_checks.csv',
    table: 'qc_checks',
    key: 'check_id',
    happened: 'check_time',
    columns: { check_time: 'checked_at', sample_size: 'sample_size', defects_found: 'defects_found', result: 'result' },
  },
  {
    file: 'operator_logs.csv',
    table: 'operator_logs',
    key: 'log_id',
    happened: 'timestamp',
    columns: { machine_id: 'machine_id', timestamp: 'logged_at', note: 'note', severity: 'severity' },
  },
];

/** How far a filled value may be from the true one, as a share of it; noise of an idle sensor is nobody's to guess. */
const IMPUTED: Readonly<Record<string, number>> = { energy_kwh: 0.005, temperature_c: 0.25 };
const IMPUTED_ELSEWHERE = 0.1;

export async function judge(
  project: string,
  { landing, truth }: { readonly landing: string; readonly truth: string },
  warehouse = join(project, 'target/factory.duckdb'),
): Promise<Verdict> {
  const ledger = readLedger(truth);
  const delivered = daysIn(landing);
  const judged = new Set(delivered.filter((day) => [1, 2].every((later) => delivered.includes(dayAfter(day, later)))));
  const rows = readTrueRows(landing, ledger);
  const faults: Record<string, Score> = {};
  const score = (fault: string): Score => {
    faults[fault] ??= { injected: 0, found: 0, right: 0, repaired: 0 };
    return faults[fault];
  };
  const wrong: string[] = [];
  let cells = 0;

  const instance = await DuckDBInstance.create(warehouse, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const all = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  try {
    const quarantined = new Set(
      (await all('select record_key from silver.quarantine')).map(({ record_key }) => record_key),
    );
    const unwanted = new Map(
      ledger.filter(({ expected }) => expected === 'quarantine').map((line) => [line.record_key, line]),
    );
    for (const shape of BUILT) {
      const clean = new Map(
        (await all(`select * from silver.${shape.table}`)).map((row) => [String(row[shape.key]), row]),
      );
      for (const row of rows.filter(({ file }) => file === shape.file)) {
        const built = clean.get(row.key);
        clean.delete(row.key);
        const realDay = String(row.real[shape.happened]).slice(0, 10);
        if (unwanted.has(row.key)) {
          const line = unwanted.get(row.key);
          if (built !== undefined || !quarantined.has(row.key))
            wrong.push(`${row.file} ${row.key} is not in quarantine: ${line?.fault} ${line?.column} ${line?.after}`);
          continue;
        }
        if (!judged.has(realDay)) continue;
        if (built === undefined) {
          wrong.push(`${row.deliveredOn} ${row.file} ${row.key} is missing; quarantined: ${quarantined.has(row.key)}`);
          continue;
        }
        for (const [column, cleaned] of Object.entries(shape.columns)) {
          cells += 1;
          const value = built[cleaned] === null ? null : String(built[cleaned]);
          compare(row, column, value, score, wrong);
        }
        tell(
          'late_arrival',
          row.damages.some(({ fault }) => fault === 'late_arrival'),
          built.is_late === true,
          score,
        );
        if (row.damages.some(({ fault }) => fault === 'late_arrival') !== (built.is_late === true))
          wrong.push(`${row.deliveredOn} ${row.file} ${row.key} late: ${built.is_late}`);
      }
      for (const key of clean.keys()) wrong.push(`${shape.file} ${key} was never delivered`);
    }
    await judgeCopies(all, ledger, rows, score, wrong);
    await judgeWear(all, ledger, judged, score, wrong);
    const days = await judgeDays(all, truth, judged, wrong);
    return { faults, cells, days, wrong };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Scores = (fault: string) => Score;
type Query = (sql: string) => Promise<Record<string, unknown>[]>;

function tell(fault: string, injected: boolean, found: boolean, score: Scores, repaired = injected && found): void {
  if (!injected && !found) return;
  const counts = score(fault);
  if (injected) counts.injected += 1;
  if (found) counts.found += 1;
  if (injected && found) counts.right += 1;
  if (repaired) counts.repaired += 1;
}

const SPELLINGS: Readonly<Record<string, string>> = { machine_id: 'machine_spelling', product: 'product_spelling' };

function compare(row: TrueRow, column: string, value: Cell, score: Scores, wrong: string[]): void {
  const written = row.written[column] ?? null;
  const real = row.real[column] ?? null;
  const has = (name: string) => row.damages.some(({ fault, column: where }) => fault === name && where === column);
  const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(written ?? '') && column !== 'note';
  const isRight = isTime
    ? value === real
    : written === null && real !== null
      ? Math.abs(Number(value) - Number(real)) <= (IMPUTED[column] ?? IMPUTED_ELSEWHERE) * Math.abs(Number(real))
      : same(value, real);
  if (!isRight)
    wrong.push(`${row.deliveredOn} ${row.file} ${row.key} ${column}: ${value} for ${real}, written ${written}`);
  const spelling = SPELLINGS[column];
  if (spelling !== undefined) tell(spelling, has(spelling), !same(value, written), score, has(spelling) && isRight);
  if (isTime) {
    const moved = (Date.parse(`${value}Z`) - Date.parse(`${written}Z`)) / 1000;
    const zone = Math.round(moved / 3600) !== 0;
    tell('local_time', has('local_time'), zone, score, has('local_time') && isRight);
    if (column === 'timestamp' && row.file === 'sensor_logs.json')
      tell('clock_drift', has('clock_drift'), moved % 3600 !== 0, score, has('clock_drift') && isRight);
  }
  if (has('null_value') || (written === null && value !== null))
    tell('null_value', has('null_value'), written === null && value !== null, score, isRight);
}

async function judgeCopies(
  all: Query,
  ledger: ReturnType<typeof readLedger>,
  rows: readonly TrueRow[],
  score: Scores,
  wrong: string[],
): Promise<void> {
  const there = new Set(rows.map(({ file, key }) => `${file} ${key}`));
  const injected = new Map<string, number>();
  for (const { fault, file, record_key } of ledger)
    if (fault === 'duplicate' && there.has(`${file} ${record_key}`))
      injected.set(record_key, (injected.get(record_key) ?? 0) + 1);
  for (const { record_key, n } of await all(
    'select record_key, count(*)::int as n from silver.duplicates group by all',
  )) {
    const real = injected.get(String(record_key)) ?? 0;
    injected.delete(String(record_key));
    for (let copy = 0; copy < Math.max(real, Number(n)); copy += 1)
      tell('duplicate', copy < real, copy < Number(n), score);
    if (real !== n) wrong.push(`${record_key} has ${n} copies for ${real}`);
  }
  for (const [key, copies] of injected) {
    wrong.push(`${key} has no copies for ${copies}`);
    tell('duplicate', true, false, score);
  }
}

async function judgeWear(
  all: Query,
  ledger: ReturnType<typeof readLedger>,
  judged: ReadonlySet<string>,
  score: Scores,
  wrong: string[],
): Promise<void> {
  const real = new Set(
    ledger
      .filter(({ fault, delivered_on }) => fault === 'degradation' && judged.has(delivered_on))
      .map(({ record_key, delivered_on }) => `${record_key} ${delivered_on}`),
  );
  const found = new Set(
    (
      await all(
        "select machine_id || ' ' || read_on::varchar as what, read_on::varchar as day from intermediate.degraded_days",
      )
    )
      .filter(({ day }) => judged.has(String(day)))
      .map(({ what }) => String(what)),
  );
  for (const what of new Set([...real, ...found])) {
    tell('degradation', real.has(what), found.has(what), score);
    if (real.has(what) !== found.has(what)) wrong.push(`degradation of ${what}: found ${found.has(what)}`);
  }
}

interface Figures {
  readonly batches: number;
  readonly units_produced: number;
  readonly units_defective: number;
  readonly energy_kwh: number;
}

async function judgeDays(all: Query, truth: string, judged: ReadonlySet<string>, wrong: string[]): Promise<number> {
  const figures = (by: string) =>
    `select production_date::varchar as day, ${by} as name, sum(batches)::int as batches, sum(units_produced)::int as units_produced, sum(units_defective)::int as units_defective, sum(energy_kwh)::double as energy_kwh from gold.daily_production group by all`;
  const built = new Map(
    [...(await all(figures('machine_id'))), ...(await all(figures('product_name')))].map((row) => [
      `${row.day} ${row.name}`,
      row as unknown as Figures,
    ]),
  );
  let compared = 0;
  for (const day of daysIn(truth).filter((one) => judged.has(one))) {
    const found = JSON.parse(readFileSync(join(truth, day, 'truth.json'), 'utf8'));
    for (const [name, real] of Object.entries<Figures>({ ...found.by_machine, ...found.by_product })) {
      compared += 1;
      const mine = built.get(`${day} ${name}`) ?? { batches: 0, units_produced: 0, units_defective: 0, energy_kwh: 0 };
      const exact = (['batches', 'units_produced', 'units_defective'] as const).every((one) => mine[one] === real[one]);
      const close = Math.abs(mine.energy_kwh - real.energy_kwh) <= 0.005 * real.energy_kwh;
      if (!exact || !close) wrong.push(`${day} ${name}: ${JSON.stringify(mine)} for ${JSON.stringify(real)}`);
      built.delete(`${day} ${name}`);
    }
  }
  for (const [what, mine] of built)
    if (mine.batches > 0 && judged.has(what.slice(0, 10))) wrong.push(`${what}: made what the truth does not know`);
  return compared;
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
