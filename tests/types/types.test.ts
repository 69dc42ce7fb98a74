import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckDB } from '../../src/adapters/duckdb/open.ts';
import { typesCommand } from '../../src/commands/types.ts';
import { typescriptType } from '../../src/sql/typescript-type.ts';
import { projectFile, write } from '../support/projects.ts';
import { plainTarget } from '../support/target.ts';
import { effects, everywhere, file, plant, told } from '../typed-models/shop.ts';

/** The types of the package, as it is built. */
let declarations = '';

beforeAll(() => {
  declarations = mkdtempSync(join(tmpdir(), 'mart-types-'));
  const flags = ['-p', 'tsconfig.types.json', '--outDir', join(declarations, 'types')];
  execFileSync('node_modules/.bin/tsc', flags, { stdio: 'inherit' });
});

afterAll(() => rmSync(declarations, { recursive: true }));

/** Writes the types of a project; the file's text, and what was said. */
async function types(folder: string, vars: string | null = null) {
  const { exit, notes, diagnostics } = await typesCommand({ ...everywhere, vars, check: false }, effects(folder));
  const path = join(folder, 'target/types.d.ts');
  return { exit, notes, said: told(diagnostics), path, text: readFileSync(path, 'utf8') };
}

/** What tsc says of a folder in which the package is installed: `models/a.ts:3: message`, first lines only. */
function tsc(folder: string, include: readonly string[]): string[] {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const installed = join(folder, 'node_modules/duckmart');
  mkdirSync(installed, { recursive: true });
  copyFileSync('package.json', join(installed, 'package.json'));
  cpSync(declarations, join(installed, 'dist'), { recursive: true });
  symlinkSync(resolve('node_modules/kysely'), join(folder, 'node_modules/kysely'));
  const options = {
    ...JSON.parse(readFileSync('tsconfig.json', 'utf8')).compilerOptions,
    types: [],
    noUnusedLocals: false,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include }));
  try {
    execFileSync(resolve('node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], { cwd: folder });
    return [];
  } catch (error) {
    const said = String((error as { stdout: Buffer }).stdout);
    return said
      .split('\n')
      .flatMap((line) => /^(\S+)\((\d+),\d+\): error \w+: (.*)$/.exec(line)?.slice(1) ?? [])
      .reduce<string[]>((lines, part, at) => {
        if (at % 3 === 0) lines.push(part);
        else lines[lines.length - 1] += `:${part}`;
        return lines;
      }, []);
  }
}

const properties = `
models:
  - name: silver
    description: One row a batch
    config: { contract: { enforced: true } }
    columns:
      - { name: batch_id, data_type: varchar, description: "Its number */ and more", constraints: [{ type: not_null }] }
      - { name: produced, data_type: integer }
seeds:
  - name: batches
    columns:
      - { name: batch_id, data_tests: [not_null] }
      - { name: machine, data_tests: [{ not_null: { severity: warn } }] }
      - { name: produced, data_tests: [{ not_null: { where: "machine = 'm2'" } }] }
sources:
  - name: landing
    tables:
      - { name: orders, relation: raw.o, columns: [{ name: id, data_type: integer }, { name: at, data_type: timestamp }] }
`;

const silver = "({ ref, db }) => db.selectFrom(ref('batches')).select(['batch_id', 'produced'])";

test('every model, seed and source is a table with its types, and null where nothing says otherwise', async () => {
  const folder = plant({
    'project.yml': projectFile('vars: { least: 5, names: [a, b], deep: { on: true }, nothing: null, odd-name: x }\n'),
    'models/p.yml': properties,
    'models/silver.ts': file("{ materialized: 'table' }", silver),
    'models/gold.sql':
      'select produced / 2 as half, produced::bigint as big, [batch_id] as ids, {\'a\': 1} as s from {{ref "silver"}}',
  });
  const { exit, said, text, notes } = await types(folder);
  expect(said).toEqual([]);
  expect(exit).toBe(0);
  expect(notes).toEqual(['target/types.d.ts written: 4 tables']);
  expect(text).toBe(`// The tables and variables of the project 'shop', written by \`mart types\`. Edits are lost.

/** For Kysely: tables by their name in the project, columns as rows have them. */
export interface Database {
  'batches': {
    batch_id: string;
    machine: string | null;
    produced: number | null;
  };
  'gold': {
    half: number | null;
    big: number | bigint | null;
    ids: (string | null)[] | null;
    s: { a: number | null } | null;
  };
  'landing.orders': {
    id: number | null;
    at: string | null;
  };
  /** One row a batch */
  'silver': {
    /** Its number *\\/ and more */
    batch_id: string;
    produced: number | null;
  };
}

/** \`vars:\` of project.yml. */
export interface Vars {
  readonly deep: { readonly on: boolean };
  readonly least: number;
  readonly names: readonly string[];
  readonly nothing: null;
  readonly 'odd-name': string;
}

declare module 'duckmart' {
  interface ProjectTypes {
    readonly database: Database;
    readonly vars: Vars;
  }
}
`);
});

test('a file that says the same is not written again', async () => {
  const folder = plant({ 'models/a.sql': 'select 1 as a' });
  const first = await types(folder);
  const before = statSync(first.path).ino;
  expect((await types(folder)).notes).toEqual(['target/types.d.ts is up to date']);
  expect(statSync(first.path).ino).toBe(before);
  write(folder, { 'models/a.sql': "select 'x' as a" });
  expect((await types(folder)).text).toContain('a: string | null;');
});

test('versions, and the latest by its name alone', async () => {
  const folder = plant({
    'models/p.yml': 'models: [{ name: v, latest_version: 1, versions: [{ v: 1 }, { v: 2 }] }]\n',
    'models/v_v1.sql': 'select 1 as one',
    'models/v_v2.sql': 'select 2 as two',
  });
  const { text } = await types(folder);
  expect(text).toContain(
    "  'v': {\n    one: number | null;\n  };\n  'v.v1': {\n    one: number | null;\n  };\n  'v.v2': {\n    two: ",
  );
});

test('what the engine refuses is reported, and its columns are any', async () => {
  const folder = plant({
    'models/a.sql': 'select nope from {{ref "batches"}}',
    'models/b.sql': 'select * from {{ref "a"}}',
  });
  const { exit, said, text } = await types(folder);
  expect(exit).toBe(1);
  expect(said).toEqual([expect.stringMatching(/^M301 models\/a\.sql:1:8-12/)]);
  expect(text).toContain(
    "  /** Its columns are not known: the engine refuses it */\n  'a': { [column: string]: unknown };",
  );
  expect(text).toContain("  /** Its columns are not known: a is refused */\n  'b': { [column: string]: unknown };");
});

test('hostile names and descriptions', async () => {
  const description = '*/ export const x = 1; /*\\n\\u2028 */\\u0007 `${';
  const folder = plant({
    'models/p.yml': `models: [{ name: a, description: "${description}", columns: [{ name: "it's \\"b\\"", description: "${description}" }] }]\n`,
    'models/a.sql': `select 1 as "it's ""b""", 2 as "__proto__", 3 as "a\nb", 4 as "\u2028", 5 as "*/"`,
  });
  const { said, text } = await types(folder);
  expect(said).toEqual([]);
  write(folder, {
    'use.ts': `import type { Database } from './target/types.d.ts';\nexport const row: Database['a'] = { ['__proto__']: 1, "it's \\"b\\"": 1, 'a\\nb': 2, '\\u2028': 3, '*/': 5 };\n`,
  });
  expect(tsc(folder, ['use.ts', 'target/types.d.ts'])).toEqual([]);
  expect(text).not.toMatch(/^export const/m);
});

test('tsc refuses a wrong column of a typed model at its line, and takes the right one', async () => {
  const model = (column: string, variable: string) =>
    `import { model } from 'duckmart';\nimport type { Database } from '../target/types.d.ts';\n\nexport default model<Database>({ materialized: 'table' }, ({ ref, vars, db }) =>\n  db\n    .selectFrom(ref('batches'))\n    .select(['batch_id', '${column}'])\n    .where('produced', '>', vars.${variable}),\n);\n`;
  const folder = plant({
    'project.yml': projectFile('vars: { least: 5 }\n'),
    'models/good.ts': model('machine', 'least'),
    'models/untyped.ts': file('{}', "({ ref, db }) => db.selectFrom(ref('good')).select('machine')"),
  });
  await types(folder);
  write(folder, {
    'models/column.ts': model('machina', 'least'),
    'models/variable.ts': model('machine', 'leest'),
    'models/ref.ts': file('{}', "({ ref, db }) => db.selectFrom(ref('batchez')).selectAll()"),
    'models/key.ts': file("{ materialised: 'view' }", silver),
    'models/value.ts': file("{ materialized: 'tabel' }", silver),
    'models/bare.ts': file('{}', "({ db }) => db.selectFrom('batches').selectAll()"),
    'models/rows.ts': file('{}', "({ ref, db }) => db.selectFrom(ref('batches')).selectAll().execute()"),
  });
  const said = tsc(folder, ['models', 'target/types.d.ts']).map((line) => /^[^:]+:\d+/.exec(line)?.[0]);
  const unused = 'models/rows.ts';
  expect(said.filter((line) => !line?.startsWith(unused))).toEqual([
    'models/bare.ts:3',
    'models/column.ts:7',
    'models/key.ts:3',
    'models/ref.ts:3',
    'models/value.ts:3',
    'models/variable.ts:8',
  ]);
  expect(said).toContain('models/rows.ts:3');
});

const everyType = `select
  true as boolean, 1::tinyint as tinyint, 1::uinteger as uinteger, 1::bigint as big, 9007199254740993::bigint as bigger,
  1::ubigint as ubigint, 1::hugeint as hugeint, 170141183460469231731687303715884105727::hugeint as hugest, 1::uhugeint as uhugeint,
  1.5::float as float, 'nan'::double as double, 1.5::decimal(10, 2) as decimal, 'a' as varchar, 'ab'::blob as blob,
  '101'::bit as bits, date '2025-01-01' as date, 'infinity'::date as forever, time '10:00:00' as time, '10:00:00+01'::timetz as timetz,
  timestamp '2025-01-01' as timestamp, timestamptz '2025-01-01 00:00:00+00' as timestamptz, '2025-01-01'::timestamp_s as timestamp_s,
  '2025-01-01'::timestamp_ms as timestamp_ms, '2025-01-01'::timestamp_ns as timestamp_ns, interval 1 day as interval,
  uuid '00000000-0000-0000-0000-000000000001' as uuid, '{"a": 1}'::json as json, 'a'::enum('a', 'it''s') as enum,
  [1, null] as list, [1, 2]::integer[2] as array, [[1::bigint], null] as nested, {'a': 1, 'b c': [null, 'x']} as struct,
  map {'k': 1, 'l': null} as map, union_value(num := 2)::union(num integer, str varchar) as union, null as nothing`;

test('values are what their types say', async () => {
  const folder = plant({ 'models/every.sql': everyType });
  const { said } = await types(folder);
  expect(said).toEqual([]);
  const adapter = await openDuckDB(plainTarget(':memory:'), { root: folder, readOnly: false, waitSeconds: 0 });
  const rows = await adapter.read((session) => session.rows(everyType)).finally(() => adapter.close());
  const text = JSON.stringify(rows[0], (_, value) => {
    if (typeof value === 'bigint') return `bigint ${value}`;
    return typeof value === 'number' && !Number.isFinite(value) ? 'number NaN' : value;
  }).replace(/"(?:bigint|number) (\w+)"/g, (_, value) => (value === 'NaN' ? 'NaN' : `${value}n`));
  write(folder, {
    'use.ts': `import type { Database } from './target/types.d.ts';\nexport const row: Required<Database['every']> = ${text};\n`,
  });
  expect(tsc(folder, ['use.ts', 'target/types.d.ts'])).toEqual([]);
  expect(readFileSync(join(folder, 'target/types.d.ts'), 'utf8')).not.toContain('unknown');
});

test.each([
  ['DECIMAL(18,3)', 'string'],
  ['TIMESTAMP WITH TIME ZONE[]', '(string | null)[]'],
  ['INTEGER[3][]', '((number | null)[] | null)[]'],
  [
    `STRUCT("a ""b" BIGINT, c STRUCT(d VARCHAR)[])`,
    `{ 'a "b': number | bigint | null; c: ({ d: string | null } | null)[] | null }`,
  ],
  [`ENUM('a', 'it''s', ', ) ')`, `'a' | 'it\\'s' | ', ) '`],
  ['MAP(VARCHAR, DATE)', '{ key: string; value: string | null }[]'],
  ['UNION(a INTEGER, b DOUBLE, c VARCHAR)', 'number | string'],
  ['GEOMETRY', 'unknown'],
  ['STRUCT(a', 'unknown'],
])('%s', (spelling, type) => {
  expect(typescriptType(spelling)).toBe(type);
});

test('`--check` writes nothing, and fails when the file says something else', async () => {
  const folder = plant({ 'models/a.sql': 'select batch_id from {{ref "batches"}}' });
  const check = async () => {
    const { exit, notes } = await typesCommand({ ...everywhere, check: true }, effects(folder));
    return [exit, ...notes];
  };
  const stale = [1, 'target/types.d.ts is not up to date: `mart types` writes it'];
  expect(await check()).toEqual(stale);
  await types(folder);
  expect(await check()).toEqual([0, 'target/types.d.ts is up to date']);
  write(folder, { 'models/a.sql': 'select machine from {{ref "batches"}}' });
  expect(await check()).toEqual(stale);
});
