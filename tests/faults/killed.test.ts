import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart, plainEnv, program } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import { isFull, patience } from './support/form.ts';
import { stateOf } from './support/state.ts';

/** How often a process is killed. */
const kills = isFull ? 200 : 2;

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

const days = [seed(2000, 3), seed(2100, 5)];

async function dayAfterDay(folder: string, disturb: () => Promise<void>): Promise<string> {
  for (const csv of days) {
    write(folder, { 'seeds/raw.csv': csv });
    await disturb();
    expect(await mart(['build', '-q'], folder)).toMatchObject({ exit: 0, stderr: '' });
  }
  return JSON.stringify(await stateOf(folder));
}

/** Starts a build and kills it after some milliseconds; how it ended does not matter. */
function killedBuild(folder: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [program, 'build', '-q'], { cwd: folder, env: plainEnv, stdio: 'ignore' });
  setTimeout(() => child.kill('SIGKILL'), after);
  return new Promise((done) => child.on('close', () => done()));
}

test(
  `a process that is killed ${kills} times leaves nothing that the next build does not put right`,
  async () => {
    const undisturbed = await dayAfterDay(project(shop), async () => {});
    for (let left = kills; left > 0; left -= days.length) {
      const folder = project(shop);
      const found = await dayAfterDay(folder, () => killedBuild(folder, 100 + Math.random() * 1200));
      expect(found).toBe(undisturbed);
    }
  },
  patience,
);

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
