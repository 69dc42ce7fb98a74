import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const projectFile = (extra = '') => `name: bench
target: dev
targets:
  dev: { type: duckdb, path: bench.duckdb, schema: main, threads: 4 }
${extra}`;

function fresh(folder: string, extra?: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'models'), { recursive: true });
  writeFileSync(join(folder, 'project.yml'), projectFile(extra));
}

/** Models of about 25 lines in layers of a hundred, each with four described columns in the layer's properties file. */
export function layeredProject(folder: string, models: number): void {
  fresh(folder);
  for (let from = 0; from < models; from += 100) {
    const layer = join(folder, 'models', `layer_${String(from / 100).padStart(3, '0')}`);
    mkdirSync(layer);
    const described: string[] = ['models:'];
    for (let at = from; at < Math.min(from + 100, models); at++) {
      writeFileSync(join(layer, `${modelName(at)}.sql`), layeredSql(at));
      described.push(`  - name: ${modelName(at)}`, '    description: One row a key.', '    columns:');
      for (const column of ['id', 'amount', 'kind', 'changed_at']) {
        described.push(`      - name: ${column}`, `        description: The ${column} of the row.`);
      }
    }
    writeFileSync(join(layer, 'models.yml'), `${described.join('\n')}\n`);
  }
}

export function modelName(at: number): string {
  return `model_${String(at).padStart(5, '0')}`;
}

function layeredSql(at: number): string {
  const parents =
    at < 100 ? [] : [modelName(at - 100), modelName(at - 100 + (((at % 7) - 3 + 100) % 100) - (at % 100))];
  const from =
    parents.length === 0
      ? '(select 1 as id, 2.5 as amount, 3 as kind, now() as changed_at)'
      : `{{ref "${parents[0]}"}}`;
  return `{{config materialized="${at % 3 === 0 ? 'table' : 'view'}" tags=(list "bench" "layer_${Math.floor(at / 100)}")}}
with source as (
    select *
    from ${from}
),
cleaned as (
    select
        id,
        cast(amount as decimal(18, 2)) as amount,
        kind,
        changed_at
    from source
    where amount is not null
),
kinds as (
    select kind, count(*) as n
    from cleaned
    group by kind
)
select
    cleaned.id,
    cleaned.amount,
    cleaned.kind,
    cleaned.changed_at
from cleaned
join kinds using (kind)
{{#if (eq target.name "prod")}}where changed_at > '{{var "first_day" default="2025-12-01"}}'{{/if}}
`;
}

/** Independent tables of one row. */
export function trivialProject(folder: string, models: number): void {
  fresh(folder, 'models: { +materialized: table }\n');
  for (let at = 0; at < models; at++)
    writeFileSync(join(folder, 'models', `${modelName(at)}.sql`), `${trivialSql(at)}\n`);
}

export function trivialSql(at: number): string {
  return `select ${at} as id, 'row' as word`;
}

/** Tables of a thousand rows with two tests on each of five columns. */
export function testedProject(folder: string, models: number): void {
  fresh(folder, 'models: { +materialized: table }\n');
  const described = ['models:'];
  for (let at = 0; at < models; at++) {
    writeFileSync(join(folder, 'models', `${modelName(at)}.sql`), `${testedSql()}\n`);
    described.push(`  - name: ${modelName(at)}`, '    columns:');
    for (const column of testedColumns) described.push(`      - { name: ${column}, data_tests: [not_null, unique] }`);
  }
  writeFileSync(join(folder, 'models', 'models.yml'), `${described.join('\n')}\n`);
}

export const testedColumns = ['a', 'b', 'c', 'd', 'e'];

export function testedSql(): string {
  return "select i as a, i * 2 as b, i * 3 as c, i || 'x' as d, -i as e from range(1000) t(i)";
}
