import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile, loadProject, type Manifest } from '../../src/index.ts';

/** The layers that clean. What they may read beside one another: */
const LAYERS = ['bronze', 'intermediate', 'silver', 'gold'];
const MAY_READ = [
  'source.factory.landing.',
  'seed.factory.machine_aliases',
  'seed.factory.product_aliases',
  'seed.factory.machine_attributes',
  'seed.factory.time_rules',
];

/** Words of the simulation that no cleaning query may hold, whatever it reads them from. */
const WORDS = /\b(?:truth|faults|ledger|seed|generators?|injected|read_(?:csv|json|text|blob|parquet)\w*|glob)\b/i;

let manifest: Manifest;
beforeAll(async () => {
  manifest = compile(await loadProject('.')).manifest;
});

/** What cleaning reads beyond what it may, as `model reads node`. */
function reads(graph: Pick<Manifest, 'nodes'>): string[] {
  const models = [...graph.nodes.values()].filter((node) => node.resource === 'model');
  const cleaning = models.filter(({ relation }) => LAYERS.includes(relation.schema));
  const inside = new Set(cleaning.map(({ id }) => id));
  return cleaning.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter((parent) => !inside.has(parent) && !MAY_READ.some((start) => parent.startsWith(start)))
      .map((parent) => `${id} reads ${parent}`),
  );
}

describe('cleaning models see what was delivered and nothing else', () => {
  test('by their lineage', () => {
    expect(reads(manifest)).toEqual([]);
    const layers = [...manifest.nodes.values()].flatMap((node) =>
      node.resource === 'model' ? [node.relation.schema] : [],
    );
    expect(new Set(layers)).toEqual(new Set([...LAYERS, 'truth']));
  });

  test('the lineage is looked at: a model that sees the truth would be told', () => {
    const model = [...manifest.nodes.values()].find(({ name }) => name === 'batch_times');
    if (model?.resource !== 'model') throw new Error('there is no batch_times');
    for (const parent of ['source.factory.truth.faults', 'model.factory.fault_ledger', 'generator.factory.factory']) {
      const nodes = new Map(manifest.nodes).set(model.id, { ...model, dependsOn: [...model.dependsOn, parent] });
      expect(reads({ nodes })).toEqual([`model.factory.batch_times reads ${parent}`]);
    }
  });

  test('by their words: no file is read past the lineage, and nothing of the simulation is known', () => {
    const bad = [...manifest.nodes.values()].flatMap((node) => {
      if (node.resource !== 'model' || !LAYERS.includes(node.relation.schema)) return [];
      const text = [node.code.text, ...node.config.pre_hook, ...node.config.post_hook].join('\n');
      const found = WORDS.exec(text.replaceAll(/--.*$|\/\*.*?\*\//gm, ''));
      return found ? [`${node.path}: ${found[0]}`] : [];
    });
    expect(bad).toEqual([]);
    for (const name of manifest.macros.map(({ path }) => path))
      expect(readFileSync(name, 'utf8')).not.toMatch(/truth|faults|ledger|generator/);
  });
});
