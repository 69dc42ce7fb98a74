import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import generate from '../../generators/factory.ts';
import { mart } from '../cli/mart.ts';
import { deliverPlant, type Order } from './deliveries.ts';
import { copyOfFactory } from './factory-project.ts';

/** Whole builds, on machines that may have other things to do. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const TABLES = [
  ...['sensor_logs', 'production_batches', 'qc_checks', 'operator_logs', 'duplicates', 'quarantine'].map(
    (name) => `silver.${name}`,
  ),
  ...[
    'fact_production',
    'fact_quality',
    'fact_energy',
    'dim_machine',
    'dim_product',
    'dim_operator',
    'dim_date',
    'daily_production',
    'daily_data_quality',
  ].map((name) => `gold.${name}`),
];

type Tables = Record<string, unknown[]>;

async function tablesOf(project: string): Promise<Tables> {
  const instance = await DuckDBInstance.create(join(project, 'target/factory.duckdb'), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const tables: Tables = {};
  for (const name of TABLES) {
    const reader = await connection.runAndReadAll(`select * from ${name} order by all`);
    tables[name] = reader.getRowObjectsJson();
  }
  connection.closeSync();
  instance.closeSync();
  return tables;
}

let plant = '';
beforeAll(async () => {
  plant = copyOfFactory([]);
  mkdirSync(join(plant, 'redelivered'));
  const folders = Object.fromEntries(['landing', 'truth', 'redelivered'].map((name) => [name, join(plant, name)]));
  const faults = { unknown_machine: 0.02, truncated_file: 0.2, redelivered_file: 0.2 };
  await generate({ root: '.', params: { days: 3, seed: 77, faults }, folders, progress: () => undefined });
});
afterAll(() => rmSync(plant, { recursive: true, force: true }));

/** The tables at the end, and gold's days after every arrival. */
async function built(order: Order): Promise<{ readonly tables: Tables; readonly days: readonly Tables[] }> {
  const project = copyOfFactory();
  const days: Tables[] = [];
  try {
    await mart(['seed', '-q'], project);
    await deliverPlant(plant, project, order, async (isLast) => {
      await mart([isLast ? 'build' : 'run', '-q'], project);
      days.push(await tablesOf(project));
    });
    return { tables: await tablesOf(project), days };
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

test('in whatever order the days arrive, the tables end the same; a late row revises its own day and no other', async () => {
  const once = (await built('once')).tables;
  const daily = await built('daily');
  const backwards = await built('backwards');
  for (const name of TABLES) {
    expect.soft(daily.tables[name], `${name}, day by day`).toEqual(once[name]);
    expect.soft(backwards.tables[name], `${name}, backwards`).toEqual(once[name]);
  }
  expect(once['gold.fact_production']?.length).toBeGreaterThan(50);

  // The fourth and fifth delivery hold late rows only: what changes are the days on which these happened.
  const [, , third, fourth] = daily.days;
  const late = (fourth?.['silver.production_batches'] ?? []).filter(
    (row) => (row as { delivered_on: string }).delivered_on === '2025-12-04',
  );
  const revised = new Set(late.map((row) => (row as { production_date: string }).production_date));
  const byDay = (tables: Tables | undefined, day: string) =>
    (tables?.['gold.daily_production'] ?? []).filter(
      (row) => (row as { production_date: string }).production_date === day,
    );
  for (const day of ['2025-12-01', '2025-12-02', '2025-12-03'])
    if (!revised.has(day)) expect(byDay(fourth, day)).toEqual(byDay(third, day));
  expect(late.length).toBeGreaterThan(0);
});
