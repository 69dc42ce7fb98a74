import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mart } from '../cli/mart.ts';
import { copyOfFactory, PARTS } from './factory-project.ts';

/** Whole builds of the factory, on machines that may have other things to do. */
vi.setConfig({ testTimeout: 300_000 });

function factory(): string {
  const folder = copyOfFactory([...PARTS, 'generators']);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function rows(folder: string, sql: string): Promise<Record<string, unknown>[]> {
  const shown = await mart(['show', '-q', '--sql', sql, '--limit', '-1', '--output', 'json'], folder);
  expect(shown.stderr).toBe('');
  return JSON.parse(shown.stdout);
}

interface Figures {
  readonly batches: number;
  readonly units_produced: number;
  readonly units_defective: number;
  readonly energy_kwh: number;
}

/** What the simulation says of every day, machine and product, straight from its files. */
function truth(folder: string): { day: string; name: string; figures: Figures }[] {
  return readdirSync(join(folder, 'truth'))
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .flatMap((day) => {
      const found = JSON.parse(readFileSync(join(folder, 'truth', day, 'truth.json'), 'utf8'));
      return Object.entries({ ...found.by_machine, ...found.by_product }).map(([name, figures]) => ({
        day,
        name,
        figures: figures as Figures,
      }));
    });
}

const daily = (by: string) =>
  `select production_date::varchar as day, ${by} as name, sum(batches)::int as batches, sum(units_produced)::int as units_produced, sum(units_defective)::int as units_defective, sum(energy_kwh)::double as energy_kwh from {{ref "daily_production"}} group by all`;

async function expectTruth(folder: string): Promise<void> {
  const built = [...(await rows(folder, daily('machine_id'))), ...(await rows(folder, daily('product_name')))];
  const found = new Map(built.map((row) => [`${row.day} ${row.name}`, row as unknown as Figures]));
  for (const { day, name, figures } of truth(folder)) {
    const mine = found.get(`${day} ${name}`);
    expect({ day, name, counts: [mine?.batches, mine?.units_produced, mine?.units_defective] }).toEqual({
      day,
      name,
      counts: [figures.batches, figures.units_produced, figures.units_defective],
    });
    expect(Math.abs((mine?.energy_kwh ?? 0) - figures.energy_kwh)).toBeLessThanOrEqual(figures.energy_kwh * 0.005);
  }
  expect(truth(folder).length).toBeGreaterThan(40);
}

test('an empty folder becomes judged tables, and stays so', async () => {
  const folder = factory();
  const done = await mart(['build'], folder);
  expect({ exit: done.exit, last: lastLine(done.stderr) }).toEqual({ exit: 0, last: expect.stringMatching(/^OK /) });
  await expectTruth(folder);

  const idle = await rows(
    folder,
    'select batches, defect_rate from {{ref "daily_production"}} where units_produced = 0',
  );
  expect(idle.length).toBeGreaterThan(0);
  expect(idle.every((row) => row.defect_rate === null && row.batches === 0)).toBe(true);

  const facts = 'select * from {{ref "fact_production"}} order by batch_id';
  const before = await rows(folder, facts);
  const again = await mart(['build', '-v'], folder);
  expect(again.exit).toBe(0);
  expect(again.stderr).not.toMatch(/bronze\.\w+ .*\+[1-9]/);
  expect(await rows(folder, facts)).toEqual(before);
});

test('a redelivered file replaces its own rows and nothing else', async () => {
  const folder = factory();
  await mart(['generate', 'factory'], folder);
  const load = ['run', '-s', 'bronze_production_batches'];
  expect((await mart(load, folder)).exit).toBe(0);
  const count =
    'select _source_file, count(*)::int as n from {{ref "bronze_production_batches"}} group by all order by all';
  const before = await rows(folder, count);
  const delivered = String(before[3]?._source_file);
  const lines = readFileSync(join(folder, delivered), 'utf8').trimEnd().split('\n');
  writeFileSync(join(folder, delivered), `${lines.slice(0, -1).join('\n')}\n`);
  expect((await mart(load, folder)).exit).toBe(0);
  expect(await rows(folder, count)).toEqual(
    before.map((row) => (row._source_file === delivered ? { ...row, n: Number(row.n) - 1 } : row)),
  );
});

test.each([1, 2, 3, 4, 5])('the truth is met for seed %i', async (seed) => {
  const folder = factory();
  expect((await mart(['generate', 'factory', '--seed', String(seed)], folder)).exit).toBe(0);
  const done = await mart(['build'], folder);
  expect({ exit: done.exit, last: lastLine(done.stderr) }).toEqual({ exit: 0, last: expect.stringMatching(/^OK /) });
  await expectTruth(folder);
});

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
