import { describe, expect, test } from 'vitest';
import { displayName } from '../../src/nodes/node.ts';
import { select } from '../../src/plan/select.ts';
import { dataTest, exposure, generator, manifestOf, model, seed, source, unitTest } from './project.ts';

const manifest = manifestOf([
  generator('plant'),
  source('raw', 'orders', { tags: ['landing'], generator: 'generator.shop.plant' }),
  source('raw', 'items', { project: 'base' }),
  source('crm', 'orders'),
  seed('countries', { tags: ['static'], patchPath: 'seeds/schema.yml', config: { group: 'finance' } }),
  model('stg_orders', {
    folders: ['staging'],
    tags: ['nightly', 'core.a'],
    meta: { owner: 'amy', tier: 1, team: { name: 'ops' }, labels: ['x', true] },
    patchPath: 'models/staging/staging.yml',
    config: { materialized: 'table', group: 'finance', access: 'public', unique_key: ['id'] },
  }),
  model('stg_items', { folders: ['staging'], config: { access: 'private' } }),
  model('orders', { folders: ['marts', 'core'], path: 'models/marts/core/orders.sql', tags: ['nightly'] }),
  model('dim.customers', { folders: ['marts'] }),
  model('pay', { version: '1', latest: '2', path: 'models/pay_v1.sql' }),
  model('pay', { version: '2', latest: '2', path: 'models/pay_v2.sql' }),
  model('pay', { version: '10', latest: '2', path: 'models/pay_v10.sql' }),
  dataTest('unique_orders_id', ['model.shop.orders'], { generic: 'unique', config: { severity: 'warn' } }),
  dataTest('no_orphans', ['model.shop.orders', 'model.shop.stg_items'], { tags: ['slow'] }),
  unitTest('counts', 'model.shop.orders'),
  exposure('board', ['model.shop.orders'], { tags: ['nightly'] }),
]);

function chosen(text: string): string {
  const request = { select: [text], exclude: [], resourceTypes: [], excludeResourceTypes: [] };
  const { ids } = select(manifest, { ...request, indirect: 'empty' });
  return [...ids]
    .map((id) => {
      const node = manifest.nodes.get(id);
      return node === undefined ? id : displayName(node);
    })
    .sort()
    .join(' ');
}

const tests = 'test:no_orphans test:unique_orders_id';
const staging = 'stg_items stg_orders';
const payments = 'pay.v1 pay.v10 pay.v2';

describe.each([
  [
    'names',
    [
      ['orders', 'orders unit_test:orders.counts'],
      ['raw', ''],
      ['board', 'exposure:board'],
      ['counts', 'unit_test:orders.counts'],
      ['no_orphans', 'test:no_orphans'],
      ['plant', 'generator:plant'],
      ['Orders', ''],
      ['shop.marts.core.orders', 'orders'],
      ['marts.core.orders', 'orders'],
      ['core.orders', ''],
      ['marts', 'dim.customers orders'],
      ['shop.marts.core', 'orders'],
      ['marts.core.orders.more', ''],
      ['dim.customers', 'dim.customers'],
      ['marts.dim', 'dim.customers'],
      ['marts.*', 'dim.customers orders'],
      ['marts.*.orders', 'orders'],
      ['stg_*', ''],
      ['*.stg_*', staging],
      ['*_orders', 'stg_orders'],
      ['staging.stg_*', staging],
      ['*.stg_items', 'stg_items'],
      ['*.stg_?rders', 'stg_orders'],
      ['*.stg_[io]*', staging],
    ],
  ],
  [
    'versions',
    [
      ['pay', payments],
      ['pay.v2', 'pay.v2'],
      ['pay_v2', 'pay.v2'],
      ['shop.pay.v1', 'pay.v1'],
      ['version:latest', 'pay.v2'],
      ['version:old', 'pay.v1'],
      ['version:prerelease', 'pay.v10'],
      ['pay*,version:none', ''],
      ['orders,version:none', 'orders'],
    ],
  ],
  [
    'tags',
    [
      ['tag:nightly', 'exposure:board orders stg_orders'],
      ['tag:core.*', 'stg_orders'],
      ['tag:core', ''],
      ['tag:landing', 'source:raw.orders'],
      ['tag:s*', 'countries test:no_orphans'],
    ],
  ],
  [
    'paths and files',
    [
      ['path:models/staging', staging],
      ['models/staging/', staging],
      ['./models/staging', staging],
      ['models/staging/stg_items.sql', 'stg_items'],
      ['models/*/stg_items.sql', 'stg_items'],
      ['models/*.sql', payments],
      ['models/**/*.sql', `dim.customers orders ${payments} ${staging}`],
      ['models/m*', 'dim.customers orders'],
      ['models/stagin', ''],
      ['models/staging/staging.yml', 'stg_orders'],
      ['seeds/schema.yml', 'countries'],
      ['path:seeds', 'countries'],
      ['path:tests', 'test:no_orphans'],
      ['models/schema.yml', 'exposure:board test:unique_orders_id unit_test:orders.counts'],
      ['countries.csv', 'countries'],
      ['orders.sql', 'orders'],
      ['file:orders', 'orders'],
      ['file:stg_*', staging],
      ['schema.yml', 'exposure:board test:unique_orders_id unit_test:orders.counts'],
    ],
  ],
  [
    'sources, exposures, packages, groups',
    [
      ['source:raw', 'source:raw.items source:raw.orders'],
      ['source:raw.orders', 'source:raw.orders'],
      ['source:*.orders', 'source:crm.orders source:raw.orders'],
      ['source:base.raw.items', 'source:raw.items'],
      ['source:shop.raw.*', 'source:raw.orders'],
      ['exposure:*', 'exposure:board'],
      ['exposure:shop.board', 'exposure:board'],
      ['exposure:base.board', ''],
      ['package:base', 'source:raw.items'],
      ['package:this,source:raw', 'source:raw.orders'],
      ['group:finance', 'countries stg_orders'],
      ['group:*', 'countries stg_orders'],
      ['access:private', 'stg_items'],
      ['access:public', 'stg_orders'],
    ],
  ],
  [
    'types',
    [
      ['resource_type:seed', 'countries'],
      ['resource_type:unit_test', 'unit_test:orders.counts'],
      ['resource_type:generator', 'generator:plant'],
      ['test_type:generic', 'test:unique_orders_id'],
      ['test_type:singular', 'test:no_orphans'],
      ['test_type:data', tests],
      ['test_type:unit', 'unit_test:orders.counts'],
      ['test_name:uniq*', 'test:unique_orders_id'],
      ['test_name:counts', 'unit_test:orders.counts'],
      ['unit_test:*', 'unit_test:orders.counts'],
      ['unit_test:shop.counts', 'unit_test:orders.counts'],
    ],
  ],
  [
    'configuration',
    [
      ['config.materialized:table', 'stg_orders'],
      ['config.materialized:seed', 'countries'],
      ['config.materialized:test', tests],
      ['config.meta.owner:amy', 'stg_orders'],
      ['config.meta.owner:a*', ''],
      ['config.meta.team.name:ops', 'stg_orders'],
      ['config.meta.tier:1', ''],
      ['config.meta.labels:x', 'stg_orders'],
      ['config.meta.labels:TRUE', 'stg_orders'],
      ['config.tags:nightly', 'orders stg_orders'],
      ['config.unique_key:id', 'stg_orders'],
      ['config.contract.enforced:true', ''],
      ['config.severity:WARN', 'test:unique_orders_id'],
      ['config.nowhere.at.all:1', ''],
      ['config.quote_columns:false', 'countries'],
      ['config.constructor:x', ''],
    ],
  ],
])('%s', (_, cases) => {
  test.each(cases)('%s', (text, expected) => {
    expect(chosen(text as string)).toBe(expected);
  });

  test.each(cases)('%s in a long list of names', (text, expected) => {
    expect(chosen(`nobody none.of.these ${text} no no_v1 nope`)).toBe(expected);
  });
});

test.each([
  ['source:a.b.c.d', '`a.b.c.d` is not a source'],
  ['exposure:a.b.c', '`a.b.c` has too many dots'],
  ['resource_type:models', '`models` is not a resource type'],
  ['test_type:dat', '`dat` is not a type of test'],
  ['version:newest', '`newest` is not a kind of version'],
  ['access:open', '`open` is not an access'],
  ['/abs/models', '`/abs/models` is not a path inside the project'],
])('%s is refused', (text, message) => {
  const request = { select: [text], exclude: [], resourceTypes: [], excludeResourceTypes: [] };
  const { ids, diagnostics } = select(manifest, { ...request, indirect: 'eager' });
  expect(ids.size).toBe(0);
  expect(diagnostics).toMatchObject([{ code: 'M406', severity: 'error', message, notes: [`in \`${text}\``] }]);
});
