import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart, plainEnv, program } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

/** How often a process is killed: a few times, and often with FAULTS=full. */
const kills = process.env.FAULTS === 'full' ? 200 : 4;

const seed = (rows: number, v: number) =>
  `id,v\n${Array.from({ length: rows }, (_, at) => `${at},${(at * v) % 97}`).join('\n')}\n`;

const shop = {
  'seeds/raw.csv': seed(2000, 3),
  'models/stg.sql': '{{config materialized="table"}}select id, v, v * 2 as w from {{ref "raw"}}',
  'models/kept.sql': '{{config materialized="incremental" unique_key="id"}}select id, v from {{ref "stg"}}',
  'models/history.sql':
    '{{config materialized="scd2" unique_key="id" strategy="check" check_cols="all"}}select id, v from {{ref "stg"}} where id < 50',
  'models/total.sql': '{{config materialized="table"}}select v, count(*) as n from {{ref "kept"}} group by v',
  'models/p.yml': 'models: [{ name: stg, columns: [{ name: id, data_tests: [unique, not_null] }] }]\n',
};

async function tables(folder: string): Promise<string> {
  const queries = ['stg', 'kept', 'history', 'total'].map(
    (name) => `select '${name}' as t, count(*) as n, cast(sum(hash(m)) as varchar) as h from main.${name} as m`,
  );
  const { stdout, stderr } = await mart(
    ['show', '-q', '--limit', '-1', '--output', 'json', '--sql', queries.join(' union all ')],
    folder,
  );
  expect(stderr).toBe('');
  return JSON.stringify((JSON.parse(stdout) as { t: string }[]).sort((a, b) => (a.t < b.t ? -1 : 1)));
}

const days = [seed(2000, 3), seed(2100, 5)];

async function dayAfterDay(folder: string, disturb: () => Promise<void>): Promise<string> {
  for (const csv of days) {
    write(folder, { 'seeds/raw.csv': csv });
    await disturb();
    expect(await mart(['build', '-q'], folder)).toMatchObject({ exit: 0, stderr: '' });
  }
  return tables(folder);
}

/** Starts a build and kills it after some milliseconds; how it ended does not matter. */
function killedBuild(folder: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [program, 'build', '-q'], { cwd: folder, env: plainEnv, stdio: 'ignore' });
  setTimeout(() => child.kill('SIGKILL'), after);
  return new Promise((done) => child.on('close', () => done()));
}

test(`a process that is killed ${kills} times leaves nothing that the next build does not put right`, async () => {
  const undisturbed = await dayAfterDay(project(shop), async () => {});
  for (let left = kills; left > 0; left -= days.length) {
    const folder = project(shop);
    const found = await dayAfterDay(folder, () => killedBuild(folder, 100 + Math.random() * 1200));
    expect(found).toBe(undisturbed);
  }
});

test('artifacts and caches that are cut, damaged or gone cost time and nothing else', async () => {
  const undisturbed = await dayAfterDay(project(shop), async () => {});
  const folder = project(shop);
  let day = 0;
  const found = await dayAfterDay(folder, async () => {
    await mart(['ls', '-q'], folder);
    if (day++ === 0) {
      write(folder, { 'target/run_results.json': '{"res', 'target/manifest.json': '' });
      for (const name of ['project.json', 'checked.json']) write(folder, { [`target/cache/${name}`]: '{"key": 1' });
    } else rmSync(join(folder, 'target'), { recursive: true, force: true });
  });
  expect(found).toBe(undisturbed);
});

test('a database file that is none is refused, and stays as it is', async () => {
  const folder = project(shop);
  const text = 'this is no database'.repeat(1000);
  writeFileSync(join(folder, 'shop.duckdb'), text);
  const { exit, stderr } = await mart(['build'], folder);
  expect(exit).toBe(1);
  expect(stderr).toContain('error[M505]');
  expect(stderr).not.toContain('M901');
  expect(readFileSync(join(folder, 'shop.duckdb'), 'utf8')).toBe(text);
});

test('two builds at once: one is told who has the database, or waits for it', async () => {
  const folder = project(shop);
  const builds = await Promise.all([
    mart(['build', '-q', '--wait', '60s'], folder),
    mart(['build', '-q', '--wait', '60s'], folder),
  ]);
  expect(builds.map(({ exit }) => exit)).toEqual([0, 0]);
});
