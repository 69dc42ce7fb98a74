import { projectFile } from '../../support/projects.ts';

const rows = (header: string, lines: readonly (readonly unknown[])[]) =>
  `${[header, ...lines.map((line) => line.join(','))].join('\n')}\n`;

const rates = (day: number) =>
  rows(
    'id,v',
    Array.from({ length: 300 * day }, (_, at) => [at, (at * (day + 2)) % 97]),
  );
const events = (day: number) =>
  rows(
    'id,ts,v',
    Array.from({ length: 40 * day }, (_, at) => [at, `2025-12-0${1 + (at % (day + 1))} 10:00:00`, at % 7]),
  );
const orders = (day: number) =>
  rows(
    'id,units',
    Array.from({ length: 50 }, (_, at) => [`${day}-${at}`, at]),
  );

const generator = `
import { writeFileSync } from 'node:fs';
export default async function generate({ params, folders }) {
  for (let day = 1; day <= params.days; day++) writeFileSync(folders.out + '/day-' + day + '.csv', 'day,n\\n' + day + ',' + day * params.days + '\\n');
  return { summary: params.days + ' days' };
}
`;

const settings = (days: number) =>
  projectFile(`generators: { maker: { program: generators/maker.ts, writes: { out: made }, params: { days: ${days} } } }
on-run-start: ["create table if not exists main.noted (what varchar, day bigint)"]
`);

const properties = `
models:
  - name: plain
    config: { materialized: table, contract: { enforced: true }, pre_hook: "insert into main.noted select 'before plain', count(*) from {{ref 'rates'}}", post_hook: "insert into main.noted select 'after plain', count(*) from {{this}}" }
    columns: [{ name: id, data_type: integer, constraints: [{ type: unique }], data_tests: [unique, not_null] }, { name: w, data_type: bigint }]
  - name: around
    config: { materialized: table, pre_hook: { sql: "create or replace table main.before_around as select 1 as a", transaction: false }, post_hook: { sql: "create or replace table main.after_around as select count(*) as n from {{this}}", transaction: false } }
  - name: merged
    columns: [{ name: id, data_tests: [unique] }]
  - name: days
    columns: [{ name: id, data_tests: [not_null] }]
  - name: history
    columns: [{ name: scd_id, data_tests: [unique] }]
seeds: [{ name: rates, columns: [{ name: id, data_tests: [unique] }] }]
sources:
  - name: landing
    tables:
      - { name: orders, files: 'landing/*/orders.csv', format: csv, columns: [{ name: id, data_type: varchar }, { name: units, data_type: integer }] }
      - { name: made, generator: maker, files: 'made/*.csv', format: csv, columns: [{ name: day, data_type: integer }, { name: n, data_type: integer }] }
`;

const days = `{{config materialized="incremental" incremental_strategy="microbatch" event_time="ts" batch_size="day" begin="2025-12-01"}}
select id, ts, v from {{ref "happened"}}`;

/** A project with a node of every kind, as it is before its second day. */
export const kitchen: Readonly<Record<string, string>> = {
  'project.yml': settings(2),
  'generators/maker.ts': generator,
  'seeds/rates.csv': rates(1),
  'seeds/events.csv': events(1),
  'landing/1/orders.csv': orders(1),
  'models/p.yml': properties,
  'models/shown.sql': 'select id, v from {{ref "rates"}}',
  'models/small.sql': '{{config materialized="table"}}select v, count(*) as n from {{ref "rates"}} group by v',
  'models/plain.sql': 'select id, cast(v * 2 as bigint) as w from {{ref "rates"}}',
  'models/merged.sql':
    '{{config materialized="incremental" unique_key="id" incremental_strategy="merge"}}select id, v from {{ref "rates"}} where id % 2 = 0',
  'models/loaded.sql':
    '{{config materialized="incremental"}}select id, units, _source_file, _loaded_at from {{source "landing" "orders"}}',
  'models/history.sql':
    '{{config materialized="scd2" unique_key="id" strategy="check" check_cols="all"}}select id, v from {{ref "rates"}} where id < 50',
  'models/happened.sql': '{{config materialized="table" event_time="ts"}}select * from {{ref "events"}}',
  'models/days.sql': days,
  'models/file.sql': '{{config materialized="external" location="out/file.parquet"}}select id, v from {{ref "rates"}}',
  'models/parts.sql':
    '{{config materialized="external" location="out/parts" partition_by="v" incremental_strategy="insert_overwrite"}}select id, v % 3 as v from {{ref "rates"}}{{#if is_incremental}} where v % 3 <> 1{{/if}}',
  'models/around.sql': 'select v, max(id) as id from {{ref "rates"}} group by v',
  'models/made.sql': '{{config materialized="table"}}select day, n from {{source "landing" "made"}}',
};

/** What the second day brings: other rows, more rows, late rows, another file, another parameter of the generator. */
export const secondDay: Readonly<Record<string, string>> = {
  'project.yml': settings(3),
  'seeds/rates.csv': rates(2),
  'seeds/events.csv': events(2),
  'landing/2/orders.csv': orders(2),
};
