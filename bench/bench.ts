// Prints how fast mart is, as ratios against a plain script where there is one. Nothing here is a test.
//   npm run bench [-- start reuse parse check tables tests seed jaffle generate]
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeFactory } from './generate.ts';
import { jaffleProject, jaffleStatements } from './jaffle.ts';
import { inTurn, type Timing } from './measure.ts';
import {
  layeredProject,
  modelName,
  testedColumns,
  testedProject,
  testedSql,
  trivialProject,
  trivialSql,
} from './projects.ts';

const cli = resolve('dist/cli.js');
const plain = resolve('bench/plain.mjs');
const work = mkdtempSync(join(tmpdir(), 'mart-bench-'));
const wanted = process.argv.slice(2);
const rounds = 5;

const parts: Record<string, () => void | Promise<void>> = {
  start,
  reuse,
  parse,
  check,
  tables,
  tests,
  seed,
  jaffle,
  generate,
};
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part();
rmSync(work, { recursive: true, force: true });

function line(name: string, timing: Timing, against?: Timing): void {
  const ratio = against ? `   ${(timing.median / against.median).toFixed(2)} × ${against.median.toFixed(3)} s` : '';
  process.stdout.write(`${name.padEnd(44)}${timing.median.toFixed(3).padStart(8)} s${ratio}\n`);
}

function start(): void {
  const [version, node] = inTurn(
    [
      { command: ['node', cli, '--version'], cwd: work },
      { command: ['node', '-e', '0'], cwd: work },
    ],
    rounds * 3,
  );
  if (version && node) line('--version, against node -e 0', version, node);
}

/** A million rows of ids, texts with leading zeros, amounts, days and instants, types found and declared. */
function seed(): void {
  const folder = join(work, 'seed');
  layeredProject(folder, 1);
  mkdirSync(join(folder, 'seeds'));
  const two = (number: number) => String(number).padStart(2, '0');
  const rows = Array.from({ length: 1_000_000 }, (_, at) => {
    const day = `2025-12-${two((at % 28) + 1)}`;
    return `${at},${String(at % 99_999).padStart(5, '0')},name ${at},${(at / 7).toFixed(2)},${day},${day} 10:${two(at % 60)}:00\n`;
  });
  writeFileSync(join(folder, 'seeds', 'big.csv'), `id,zip,name,amount,day,at\n${rows.join('')}`);
  const types = '{ id: integer, zip: varchar, name: varchar, amount: "decimal(12,2)", day: date, at: timestamp }';
  const declare = () =>
    writeFileSync(join(folder, 'seeds', 'big.yml'), `seeds: [{ name: big, config: { column_types: ${types} } }]\n`);
  const command = ['node', cli, 'seed', '-q'];
  const [found] = inTurn([{ command, cwd: folder }], rounds);
  if (found) line('seed, 1,000,000 rows, types found', found);
  declare();
  const [declared] = inTurn([{ command, cwd: folder }], rounds);
  if (declared) line('seed, 1,000,000 rows, types declared', declared);
}

function parse(): void {
  for (const models of [100, 1000, 10_000]) {
    const folder = join(work, `parse-${models}`);
    layeredProject(folder, models);
    const command = ['node', cli, 'ls', '-q', '-s', modelName(5)];
    const edited = join(folder, 'models', 'layer_000', `${modelName(7)}.sql`);
    const cold = {
      command,
      cwd: folder,
      before: () => rmSync(join(folder, 'target'), { recursive: true, force: true }),
    };
    let edits = 0;
    const touch = () => {
      appendFileSync(edited, `-- edit ${edits++}\n`);
      utimesSync(edited, new Date(), new Date(Date.now() + edits * 1000));
    };
    const [first] = inTurn([cold], 3);
    const [warm, changed] = inTurn(
      [
        { command, cwd: folder },
        { command, cwd: folder, before: touch },
      ],
      rounds,
    );
    if (first) line(`parse and compile ${models} models, cold`, first);
    if (warm) line(`parse and compile ${models} models, warm`, warm);
    if (changed) line(`parse and compile ${models} models, one changed`, changed);
  }
}

function check(): void {
  for (const models of [1000, 10_000]) {
    const folder = join(work, `check-${models}`);
    layeredProject(folder, models);
    const command = ['node', cli, 'check', '-q'];
    const forget = () => rmSync(join(folder, 'target'), { recursive: true, force: true });
    const edited = join(folder, 'models', 'layer_000', `${modelName(7)}.sql`);
    let edits = 0;
    const edit = () => {
      appendFileSync(edited, `-- edit ${edits++}\n`);
      utimesSync(edited, new Date(), new Date(Date.now() + edits * 1000));
    };
    const [cold] = inTurn([{ command, cwd: folder, before: forget }], models > 1000 ? 1 : 3);
    const [warm, changed] = inTurn(
      [
        { command, cwd: folder },
        { command, cwd: folder, before: edit },
      ],
      rounds,
    );
    const lineage = ['node', cli, 'lineage', '-q', '--output', 'json'];
    const [traced] = inTurn([{ command: lineage, cwd: folder }], 1);
    const [recalled] = inTurn([{ command: lineage, cwd: folder }], rounds);
    if (cold) line(`check ${models} models, cold`, cold);
    if (warm) line(`check ${models} models, nothing changed`, warm);
    if (changed) line(`check ${models} models, one changed`, changed);
    if (traced) line(`lineage of ${models} models`, traced);
    if (recalled) line(`lineage of ${models} models, nothing changed`, recalled);
  }
}

function against(name: string, folder: string, statements: readonly string[], verb: string): void {
  const file = join(work, 'plain.duckdb');
  const list = join(work, 'statements.json');
  writeFileSync(list, JSON.stringify(statements));
  const clear = (path: string) => () => {
    for (const end of ['', '.wal']) rmSync(path + end, { force: true });
  };
  const [mine, script] = inTurn(
    [
      { command: ['node', cli, verb, '-q'], cwd: folder, before: clear(join(folder, 'bench.duckdb')) },
      { command: ['node', plain, file, list], cwd: resolve('.'), before: clear(file) },
    ],
    rounds,
  );
  if (mine && script) line(name, mine, script);
}

function tables(): void {
  for (const models of [100, 1000]) {
    const folder = join(work, `tables-${models}`);
    trivialProject(folder, models);
    const statements = Array.from(
      { length: models },
      (_, at) => `create table main.${modelName(at)} as ${trivialSql(at)}`,
    );
    against(`${models} trivial tables, against a plain script`, folder, statements, 'run');
  }
}

/** A build that has nothing to do, start-up included. */
function reuse(): void {
  const folder = join(work, 'reuse');
  trivialProject(folder, 1000);
  const build = { command: ['node', cli, 'build', '-q'], cwd: folder };
  inTurn([build], 1);
  const [again] = inTurn([build], rounds);
  if (again) line('build of 1000 unchanged tables', again);
}

function tests(): void {
  const folder = join(work, 'tests');
  testedProject(folder, 100);
  const statements = Array.from({ length: 100 }, (_, at) => [
    `create table main.${modelName(at)} as ${testedSql()}`,
    ...testedColumns.flatMap((column) => [
      `select count(*) from (select ${column} from main.${modelName(at)} where ${column} is null)`,
      `select count(*) from (select ${column}, count(*) from main.${modelName(at)} where ${column} is not null group by ${column} having count(*) > 1)`,
    ]),
  ]).flat();
  against('100 tables × 10 tests, against a plain script', folder, statements, 'build');
}

function jaffle(): void {
  const folder = join(work, 'jaffle');
  mkdirSync(folder);
  jaffleProject(folder);
  against('jaffle shop build, against a plain script', folder, jaffleStatements(folder), 'build');
}

/** A year of a factory with a hundred machines. */
async function generate(): Promise<void> {
  const { seconds, megabytes, early, peak } = await writeFactory(join(work, 'factory'), 365, 100);
  const memory = `${Math.round(early)} MB in memory after a tenth, at most ${Math.round(peak)} MB`;
  process.stdout.write(
    `${'a year of 100 machines'.padEnd(44)}${seconds.toFixed(3).padStart(8)} s   ${Math.round(megabytes)} MB, ${memory}\n`,
  );
}
