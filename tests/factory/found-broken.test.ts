import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import generate from '../../generators/factory.ts';
import { mart } from '../cli/mart.ts';
import { copyOfFactory } from './factory-project.ts';
import { judge } from './judge.ts';

/** Whole builds, on machines that may have other things to do. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** What was found broken in the prototype's tables and pages; each of these tests would have caught it. */
describe('two days on which no sensor shows anything, the second a Sunday without production', () => {
  let project = '';
  beforeAll(async () => {
    project = copyOfFactory();
    const folders = { landing: join(project, 'landing'), truth: join(project, 'truth') };
    const plant = { hours: { closed_on: ['sunday'] } };
    const params = { start: '2025-12-06', days: 2, seed: 5, plant, faults: { null_value: 1 } };
    await generate({ root: '.', params, folders, progress: () => undefined });
    await mart(['build', '-q'], project);
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
    const shown = await mart(['show', '-q', '--limit', '-1', '--output', 'json', '--sql', sql], project);
    expect(shown.stderr).toBe('');
    return JSON.parse(shown.stdout);
  };

  test('the figures are right all the same, and every time that a batch or its note proves', async () => {
    const where = { landing: join(project, 'landing'), truth: join(project, 'truth') };
    const { wrong, days } = await judge(project, where);
    expect(days).toBe(10);
    expect(wrong.filter((line) => / production_batches\.csv .*_time/.test(line))).toEqual([]);
    expect(wrong.filter((line) => /^\d{4}-\d\d-\d\d [^:]*: \{/.test(line))).toEqual([]);
  });

  test('a day without production has a row of zeros and no rate, for every machine and product', async () => {
    const idle = await rows(
      `select * from {{ref "daily_production"}} where production_date = date '2025-12-07' order by all`,
    );
    expect(idle).toHaveLength(6);
    for (const row of idle)
      expect(row).toMatchObject({
        batches: 0,
        units_produced: 0,
        units_defective: 0,
        defect_rate: null,
        energy_kwh: 0,
      });
  });

  test('what was never measured is null, not a constant', async () => {
    const shown = await rows(
      'select count(*)::int as n, count(efficiency_pct)::int as measured from {{ref "dim_machine"}}',
    );
    expect(shown).toEqual([{ n: 3, measured: 0 }]);
    const filled = await rows(
      'select count(*)::int as n, count(energy_kwh)::int as filled, bool_and(energy_is_imputed) as flagged from {{ref "sensor_logs"}}',
    );
    expect(filled).toMatchObject([{ n: 288, flagged: true }]);
  });

  test('the days are the two days, the first the first', async () => {
    expect(await rows('select date_day::varchar as day from {{ref "dim_date"}} order by 1')).toEqual([
      { day: '2025-12-06' },
      { day: '2025-12-07' },
    ]);
  });

  test('a time is a timestamp and a day a date wherever it stands', async () => {
    const columns = await rows(
      `select table_schema || '.' || table_name || '.' || column_name as name, data_type from information_schema.columns where table_schema in ('silver', 'gold') and (column_name like '%\\_at' escape '\\' or column_name like '%\\_on' escape '\\' or column_name like '%\\_date' escape '\\' or column_name like 'valid\\_%' escape '\\')`,
    );
    expect(columns.length).toBeGreaterThan(20);
    const wrong = columns.filter(
      ({ name, data_type }) => data_type !== (/_(?:on|date)$/.test(String(name)) ? 'DATE' : 'TIMESTAMP'),
    );
    expect(wrong).toEqual([]);
  });

  test('no product is counted twice: the products of a day are its batches', async () => {
    const sums = await rows(
      'select (select sum(units_produced) from {{ref "daily_production"}})::int as daily, (select sum(units_produced) from {{ref "fact_production"}})::int as facts',
    );
    expect(sums[0]?.daily).toBe(sums[0]?.facts);
    expect(Number(sums[0]?.facts)).toBeGreaterThan(0);
  });
});

test('a kind of file that never came is said', async () => {
  const project = copyOfFactory();
  try {
    mkdirSync(join(project, 'landing/2025-12-01'), { recursive: true });
    const done = await mart(['run', '-s', 'bronze_qc_checks'], project);
    expect(done.stderr).toContain('warning[M509]: no file matches `landing/*/qc_checks.csv`');
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
});
