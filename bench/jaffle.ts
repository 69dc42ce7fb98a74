import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small shop in the shape of the well-known example: three seeds, three views, two tables, twenty tests. */

const tests: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  stg_customers: { customer_id: ['unique', 'not_null'] },
  stg_orders: { order_id: ['unique', 'not_null'], status: ['not_null'] },
  stg_payments: { payment_id: ['unique', 'not_null'], payment_method: ['not_null'] },
  customers: { customer_id: ['unique', 'not_null'] },
  orders: {
    order_id: ['unique', 'not_null'],
    customer_id: ['not_null'],
    status: ['not_null'],
    amount: ['not_null'],
    credit_card_amount: ['not_null'],
    coupon_amount: ['not_null'],
    bank_transfer_amount: ['not_null'],
    gift_card_amount: ['not_null'],
  },
};

const methods = ['credit_card', 'coupon', 'bank_transfer', 'gift_card'];

/** Models in the order in which they can be built; `@x@` stands for the relation of x. */
const models: readonly (readonly [name: string, kind: 'view' | 'table', sql: string])[] = [
  ['stg_customers', 'view', 'select id as customer_id, first_name, last_name from @raw_customers@'],
  ['stg_orders', 'view', 'select id as order_id, user_id as customer_id, order_date, status from @raw_orders@'],
  [
    'stg_payments',
    'view',
    'select id as payment_id, order_id, payment_method, amount / 100 as amount from @raw_payments@',
  ],
  [
    'customers',
    'table',
    `with per_customer as (
  select customer_id, min(order_date) as first_order, count(order_id) as orders from @stg_orders@ group by customer_id
)
select c.customer_id, c.first_name, c.last_name, p.first_order, p.orders
from @stg_customers@ as c left join per_customer as p using (customer_id)`,
  ],
  [
    'orders',
    'table',
    `with by_order as (
  select order_id, ${methods.map((one) => `sum(case when payment_method = '${one}' then amount else 0 end) as ${one}_amount`).join(', ')}, sum(amount) as amount
  from @stg_payments@ group by order_id
)
select o.order_id, o.customer_id, o.order_date, o.status, ${methods.map((one) => `b.${one}_amount`).join(', ')}, b.amount
from @stg_orders@ as o left join by_order as b using (order_id)`,
  ],
];

function rows(count: number, row: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => row(at + 1)).join('\n');
}

const seeds: Readonly<Record<string, string>> = {
  raw_customers: `id,first_name,last_name\n${rows(100, (at) => `${at},Name${at},${'ABC'[at % 3]}.`)}\n`,
  raw_orders: `id,user_id,order_date,status\n${rows(99, (at) => `${at},${(at % 100) + 1},2018-01-${String((at % 28) + 1).padStart(2, '0')},completed`)}\n`,
  raw_payments: `id,order_id,payment_method,amount\n${rows(113, (at) => `${at},${((at - 1) % 99) + 1},${methods[at % 4]},${at * 100}`)}\n`,
};

export function jaffleProject(folder: string): void {
  for (const name of ['models', 'seeds']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(
    join(folder, 'project.yml'),
    'name: jaffle\ntarget: dev\ntargets:\n  dev: { type: duckdb, path: bench.duckdb, schema: main, threads: 4 }\n',
  );
  for (const [name, text] of Object.entries(seeds)) writeFileSync(join(folder, 'seeds', `${name}.csv`), text);
  for (const [name, kind, sql] of models) {
    const text = sql.replace(/@(\w+)@/g, '{{ref "$1"}}');
    writeFileSync(join(folder, 'models', `${name}.sql`), `{{config materialized="${kind}"}}\n${text}\n`);
  }
  const described = Object.entries(tests).flatMap(([model, columns]) => [
    `  - name: ${model}`,
    '    columns:',
    ...Object.entries(columns).map(
      ([column, named]) => `      - { name: ${column}, data_tests: [${named.join(', ')}] }`,
    ),
  ]);
  writeFileSync(join(folder, 'models', 'models.yml'), `models:\n${described.join('\n')}\n`);
}

/** The same work by hand. */
export function jaffleStatements(folder: string): string[] {
  return [
    ...Object.keys(seeds).map(
      (name) => `create table main.${name} as from read_csv('${join(folder, 'seeds', name)}.csv')`,
    ),
    ...models.map(([name, kind, sql]) => `create ${kind} main.${name} as ${sql.replace(/@(\w+)@/g, 'main.$1')}`),
    ...Object.entries(tests).flatMap(([model, columns]) =>
      Object.entries(columns).flatMap(([column, named]) =>
        named.map((test) =>
          test === 'unique'
            ? `select count(*) from (select ${column} from main.${model} where ${column} is not null group by ${column} having count(*) > 1)`
            : `select count(*) from (select ${column} from main.${model} where ${column} is null)`,
        ),
      ),
    ),
  ];
}
