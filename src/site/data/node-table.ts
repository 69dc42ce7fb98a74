import { displayName } from '../../nodes/node.ts';
import type { ColumnDetail, NodeTable, RunEntry, TestEntry } from '../contract.ts';
import type { SiteInput } from '../input.ts';
import type { ShownNode } from '../shown.ts';
import { declaredOf } from './columns.ts';
import { type Numbers, wordsOf } from './numbers.ts';
import { worstOf } from './tests.ts';

/** What every page knows of every node. */
export function nodeTable(
  { manifest }: SiteInput,
  { nodes, of }: Numbers,
  columns: readonly (readonly ColumnDetail[])[],
  tests: readonly (readonly TestEntry[])[],
  histories: readonly (readonly RunEntry[])[],
): NodeTable {
  const last = histories.map(([entry]) => entry);
  return {
    name: nodes.map(displayName),
    resource: wordsOf(nodes.map(({ resource }) => resource)),
    kind: wordsOf(nodes.map((node) => (node.resource === 'model' ? node.config.materialized : node.resource))),
    layer: wordsOf(nodes.map(layerOf)),
    path: nodes.map(({ path }) => path),
    tags: nodes.map(({ config }) => config.tags),
    parents: nodes.map(({ id }) => (manifest.graph.parents.get(id) ?? []).flatMap((parent) => of.get(parent) ?? [])),
    status: wordsOf(last.map((entry) => entry?.status ?? '')),
    seconds: last.map((entry) => entry?.seconds ?? null),
    rows: last.map((entry) => entry?.rows ?? null),
    rowsBefore: histories.map(([, before]) => before?.rows ?? null),
    worstTest: wordsOf(tests.map(worstOf)),
    tests: tests.map(({ length }) => length),
    columns: columns.map(({ length }) => length),
    columnsDescribed: columns.map((list) => list.filter(({ description }) => description.length > 0).length),
    columnsTested: nodes.map((node, number) => testedColumns(node, tests[number] ?? [])),
    described: nodes.map(({ description }) => (description.trim() === '' ? 0 : 1)),
  };
}

/** The first folder in which a model lies; everything else is a layer of its kind. */
function layerOf(node: ShownNode): string {
  if (node.resource === 'model') return node.fqn.length > 2 ? (node.fqn[1] ?? '') : 'models';
  return `${node.resource}s`;
}

function testedColumns(node: ShownNode, tests: readonly TestEntry[]): number {
  const tested = new Set(tests.flatMap(({ column }) => column?.toLowerCase() ?? []));
  for (const { name, constraints } of declaredOf(node)) if (constraints.length > 0) tested.add(name.toLowerCase());
  return tested.size;
}
