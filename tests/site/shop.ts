import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mart, shop } from '../cli/mart.ts';

/** A shop in which one test fails, one warns, and something is skipped. */
export const shopFiles: Readonly<Record<string, string>> = {
  'project.yml': `name: shop
target: dev
targets: { dev: { type: duckdb, path: shop.duckdb, schema: main, threads: 2 } }
models: { staging: { +tags: [daily] } }
`,
  'models/orders.sql': 'select id as order_id, customer_id, amount from {{ref "raw_orders"}}\n',
  'seeds/raw_orders.csv': 'id,customer_id,amount\n1,1,10.5\n2,2,7.5\n3,9,4.0\n4,1,0.0\n',
  'seeds/customers.csv': 'id,name\n1,Ada\n2,Grace\n',
  'deliveries/a.csv': 'id,sent_at\n1,2025-12-01\n2,2025-12-02\n',
  'models/staging/stg_orders.sql': `-- what was ordered
select order_id, customer_id, amount as net, amount * 1.19 as gross
from {{ref "orders"}}
where amount >= 0
`,
  'models/staging/deliveries.sql':
    '{{config materialized="incremental"}}\nselect id, sent_at from {{source "post" "sent"}}\n',
  'models/customer_totals.sql': `{{config materialized="table"}}
select customers.id as customer_id, customers.name, sum(stg_orders.gross) as total, count(*) as orders
from {{ref "customers"}} as customers
join {{ref "stg_orders"}} as stg_orders on stg_orders.customer_id = customers.id
group by all
`,
  'models/ranking.sql': 'select name, row_number() over (order by total) as place from {{ref "customer_totals"}}\n',
  'models/counts.sql': `{{config materialized="table" report=true}}
select 'buyers' as what, count(*) as number, 0.5 as share from {{ref "customers"}}
`,
  'models/shop.yml': `models:
  - name: counts
    description: How many **buyers** there are.
  - name: stg_orders
    description: |
      Orders with **gross** amounts, see [the rule](https://example.com/vat).

      - net is what was asked
      - gross has the tax
    columns:
      - name: order_id
        description: The order's *number*.
        data_tests: [not_null, unique]
      - name: customer_id
        data_tests:
          - relationships: { to: ref('customers'), field: id, severity: warn }
      - name: gross
        description: With tax.
  - name: customer_totals
    description: What each customer bought.
    columns:
      - name: customer_id
        data_tests: [unique, { relationships: { to: ref('customers'), field: id } }]
      - name: total
        data_tests: [{ accepted_range: { min: 1000 } }]
sources:
  - name: post
    tables:
      - name: sent
        description: Parcels.
        files: deliveries/*.csv
        format: csv
        columns: [{ name: id, data_type: bigint }, { name: sent_at, data_type: date }]
exposures:
  - name: board
    type: dashboard
    label: The board
    owner: { name: Ada }
    url: https://example.com/board
    depends_on: [ref('ranking')]
`,
  'seeds/seeds.yml': `seeds:
  - name: customers
    description: Who buys.
    columns: [{ name: id, data_tests: [unique, not_null] }, { name: name, description: What they are called. }]
`,
};

export interface BuiltSite {
  readonly folder: string;
  /** The first page, as a file. */
  readonly address: string;
  readonly remove: () => void;
}

/** Builds the shop (where a test fails) and its site. */
export async function builtShop(more: Readonly<Record<string, string>> = {}, ...flags: string[]): Promise<BuiltSite> {
  const folder = shop({ ...shopFiles, ...more });
  const built = await mart(['build', '-q'], folder);
  const made = await mart(['docs', 'generate', ...flags], folder);
  if (made.exit !== 0) throw new Error(`${built.stderr}${made.stderr}`);
  const page = flags.includes('--single-file') ? 'target/site.html' : 'target/site/index.html';
  return {
    folder,
    address: pathToFileURL(join(folder, page)).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
