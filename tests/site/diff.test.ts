import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

const before = {
  'seeds/raw.csv': 'id,amount,old\n1,2,3\n',
  'models/orders.sql': 'select id, amount as total, old from {{ref "raw"}}',
  'models/totals.sql':
    '{{config materialized="table"}} select sum(total) as total, max(old) as oldest from {{ref "orders"}}',
  'models/gone.sql': 'select 1 as n',
  'models/board.yml':
    "exposures: [{ name: board, type: dashboard, owner: { name: Ada }, depends_on: [ref('totals')] }]",
};

async function changed(folder: string, state: string, ...flags: string[]) {
  const done = await mart(['docs', 'diff', '--state', state, ...flags], folder);
  expect(done.exit, done.stderr).toBe(0);
  return done.stdout;
}

test('what changed, column by column, and who reads it', async () => {
  const folder = project(before);
  expect((await mart(['docs', 'generate', '-q'], folder)).exit).toBe(0);
  cpSync(join(folder, 'target'), join(folder, 'state'), { recursive: true });
  expect(await changed(folder, 'state')).toBe('No model, seed or source of `shop` changed.\n');

  writeFileSync(join(folder, 'models/orders.sql'), 'select id, amount / 2 as total, 1 as added from {{ref "raw"}}');
  writeFileSync(
    join(folder, 'models/totals.sql'),
    '{{config materialized="view"}} select sum(total) as total, max(1) as oldest from {{ref "orders"}}',
  );
  writeFileSync(join(folder, 'models/fresh.sql'), 'select id from {{ref "orders"}}');
  rmSync(join(folder, 'models/gone.sql'));
  expect(await changed(folder, 'state')).toBe(`### What changed in \`shop\`

2 changed, 1 added, 1 removed; 1 more node reads what changed.

#### \`fresh\` · model added

#### \`orders\` · model changed: SQL

| column | change | read by |
| --- | --- | --- |
| \`total\` | \`INTEGER\` → \`DOUBLE\` | \`totals.total\` |
| \`added\` | added, \`INTEGER\` |  |
| \`old\` | removed, was \`INTEGER\` | \`totals.oldest\` |

Downstream: \`fresh\`, \`totals\`, \`exposure:board\`

#### \`totals\` · model changed: SQL, table → view

| column | change | read by |
| --- | --- | --- |
| \`total\` | \`HUGEINT\` → \`DOUBLE\` |  |
| \`oldest\` | \`aggregated of orders.old\` → \`aggregated\` |  |

Downstream: \`exposure:board\`

#### \`gone\` · model removed
`);
  const json = JSON.parse(await changed(folder, 'state', '--format', 'json'));
  expect(json.nodes.find(({ name }: { name: string }) => name === 'orders').columns[0]).toEqual({
    name: 'total',
    change: 'type',
    before: 'INTEGER',
    after: 'DOUBLE',
    readBy: ['totals.total'],
  });
});

test('how a column comes about is a change, too', async () => {
  const folder = project(before);
  await mart(['docs', 'generate', '-q'], folder);
  cpSync(join(folder, 'target'), join(folder, 'state'), { recursive: true });
  writeFileSync(join(folder, 'models/orders.sql'), 'select id, old as total, old from {{ref "raw"}}');
  expect(await changed(folder, 'state')).toContain(
    '| `total` | `renamed of raw.amount` → `renamed of raw.old` | `totals.total` |',
  );
});

test('an earlier state without a catalog says so; without a manifest it is none', async () => {
  const folder = project(before);
  await mart(['compile', '-q'], folder);
  cpSync(join(folder, 'target'), join(folder, 'state'), { recursive: true });
  writeFileSync(join(folder, 'models/gone.sql'), 'select 2 as m');
  expect(await changed(folder, 'state')).toContain('columns are not compared');
  const none = await mart(['docs', 'diff', '--state', 'nowhere'], folder);
  expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining('error[M409]')]);
  const unnamed = await mart(['docs', 'diff'], folder);
  expect([unnamed.exit, unnamed.stderr]).toEqual([
    2,
    expect.stringContaining('`mart docs diff` needs an earlier state'),
  ]);
});
