import { expect, test } from 'vitest';
import { displayName } from '../../src/nodes/node.ts';
import { listNodes } from '../../src/plan/list-nodes.ts';
import { dataTest, exposure, manifestOf, model, seed, source, unitTest } from './project.ts';

test('nodes are listed kind by kind, by name', () => {
  const nodes = [
    dataTest('t', ['model.shop.a']),
    source('raw', 'orders'),
    unitTest('u', 'model.shop.a'),
    seed('s'),
    model('b'),
    model('a'),
    exposure('e', ['model.shop.a']),
  ];
  const manifest = manifestOf(nodes);
  const ids = [...nodes.map((node) => node.id), 'model.shop.unknown'];
  expect(listNodes(manifest, ids).map(displayName)).toEqual([
    'exposure:e',
    'a',
    'b',
    's',
    'source:raw.orders',
    'test:t',
    'unit_test:a.u',
  ]);
});
