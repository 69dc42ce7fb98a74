import { expect, test } from 'vitest';
import { loadProject } from '../../src/index.ts';
import { displayName } from '../../src/nodes/node.ts';
import { select } from '../../src/plan/select.ts';
import type { SelectData, SiteIndex } from '../../src/site/contract.ts';
import { siteData } from '../../src/site/data/site-data.ts';
import { nothingRemembered } from '../../src/site/records/ledger-memory.ts';
import { selectManifest } from '../../src/site/select-manifest.ts';
import { isShown } from '../../src/site/shown.ts';
import fc from '../support/property.ts';

/** Words of the factory, which has every kind of node but an exposure. */
const names = [
  'production_batches',
  'dim_*',
  'gold',
  'factory.gold.*',
  'fact_energy',
  'nobody',
  'source:landing.*',
  'bronze_*',
];
const methods = [
  'tag:daily',
  'path:models/gold',
  'path:models/*/rows',
  'file:gold.yml',
  'config.materialized:incremental',
  'config.schema:silver',
  'resource_type:seed',
  'source:landing',
  'source:truth.days',
  'test_name:unique',
  'test_type:singular',
  'package:this',
  'access:protected',
  'models/silver',
  'dim_date.sql',
];
const word = fc
  .tuple(
    fc.constantFrom('', '+', '1+', '2+', '@'),
    fc.constantFrom(...names, ...methods),
    fc.constantFrom('', '+', '+1', '+2'),
  )
  .map(([up, name, down]) => `${up}${name}${up === '@' ? '' : down}`);
const selection = fc.array(
  fc.array(word, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(',')),
  {
    minLength: 1,
    maxLength: 3,
  },
);

test('the pages select what the command line selects', async () => {
  const { loaded } = await loadProject('.');
  const { manifest } = loaded;
  const data = siteData({
    manifest,
    version: '0',
    generatedAt: '',
    slim: true,
    lineage: new Map(),
    compiled: () => '',
    run: null,
    memory: nothingRemembered,
    samples: new Map(),
    freshness: new Map(),
    reports: [],
  });
  const index = JSON.parse(JSON.stringify(data.index)) as SiteIndex;
  const light = selectManifest(index, JSON.parse(JSON.stringify(data.select)) as SelectData);
  const request = { exclude: [], resourceTypes: [], excludeResourceTypes: [] };
  fc.assert(
    fc.property(selection, (words) => {
      const whole = select(manifest, { ...request, select: words, indirect: 'eager' });
      const own = select(light, { ...request, select: words, indirect: 'empty' });
      const expected = [...whole.ids].flatMap((id) => {
        const node = manifest.nodes.get(id);
        return node && isShown(node) ? [displayName(node)] : [];
      });
      const found = [...own.ids].flatMap((id) => index.nodes.name[Number(id)] ?? []);
      expect(found.sort(), words.join(' ')).toEqual(expected.sort());
      const errors = (all: typeof own.diagnostics) =>
        all.filter((one) => one.severity === 'error').map((one) => one.message);
      expect(errors(own.diagnostics)).toEqual(errors(whole.diagnostics));
    }),
    { numRuns: 300 },
  );
});
