import { expect, test } from 'vitest';
import type { Manifest } from '../../src/nodes/manifest.ts';
import type { NodeId } from '../../src/nodes/node.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan, PlanOptions } from '../../src/plan/plan.ts';
import { acyclic, waysUp } from '../graph/oracle.ts';
import fc from '../support/property.ts';
import { dataTest, generator, manifestOf, model, seed, source, unitTest } from './project.ts';

/** Plans of random projects, held against what the edges of the whole graph say. */

const options: PlanOptions = {
  fullRefresh: false,
  force: false,
  adopt: false,
  atomic: false,
  failFast: false,
  storeFailures: false,
  window: { kind: 'all' },
  interval: null,
  retry: false,
};

interface Case {
  readonly manifest: Manifest;
  readonly selected: ReadonlySet<NodeId>;
  /** Picks the steps that fail. */
  readonly luck: number;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    parents: acyclic,
    kinds: fc.array(fc.constantFrom('model', 'model', 'ephemeral', 'leaf'), { minLength: 14, maxLength: 14 }),
    tests: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 8 }),
    units: fc.array(fc.nat(), { maxLength: 3 }),
    chosen: fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
    luck: fc.nat(),
  })
  .map(({ parents, kinds, tests, units, chosen, luck }) => {
    const idOf = (name: string, at: number): NodeId => {
      if (kinds[at] !== 'leaf' || parents.get(name)?.length !== 0) return `model.shop.${name}`;
      return at % 2 === 0 ? `seed.shop.${name}` : `source.shop.raw.${name}`;
    };
    const names = [...parents.keys()];
    const ids = new Map(names.map((name, at) => [name, idOf(name, at)]));
    const idsOf = (list: readonly string[]): NodeId[] => list.map((name) => ids.get(name) as NodeId);
    const tables = names.map((name, at) => {
      const id = ids.get(name) as NodeId;
      if (id.startsWith('seed.')) return seed(name);
      if (id.startsWith('source.')) return source('raw', name, at % 4 === 1 ? { generator: 'generator.shop.g' } : {});
      const config = kinds[at] === 'ephemeral' ? { config: { materialized: 'ephemeral' as const } } : {};
      return model(name, { parents: idsOf(parents.get(name) ?? []), ...config });
    });
    const models = tables.filter((node) => node.resource === 'model');
    const manifest = manifestOf([
      generator('g'),
      ...tables,
      ...tests.map((picks, at) => {
        const looksAt = new Set(picks.map((pick) => names[pick % names.length] as string));
        return dataTest(`t${at}`, idsOf([...looksAt]));
      }),
      ...(models.length === 0
        ? []
        : units.map((pick, at) => unitTest(`u${at}`, (models[pick % models.length] as { id: string }).id))),
    ]);
    const selected = new Set(
      [...manifest.nodes.keys()].filter((id) => id !== 'generator.shop.g' && chosen.next().value !== 0),
    );
    return { manifest, selected, luck };
  });

function isMade({ manifest, selected }: Case, id: NodeId): boolean {
  const node = manifest.nodes.get(id);
  if (!selected.has(id) || node === undefined) return false;
  return node.resource === 'seed' || (node.resource === 'model' && node.config.materialized !== 'ephemeral');
}

/** Runs the steps in their order; the skipped ones. */
function skippedBy(plan: Plan, failing: ReadonlySet<NodeId>): string[] {
  const bad = new Set<NodeId>();
  const skipped: string[] = [];
  for (const { id, needs } of plan.steps) {
    const skip = needs.some((need) => bad.has(need));
    if (skip) skipped.push(id);
    if (skip || failing.has(id)) bad.add(id);
  }
  return skipped.sort();
}

/** The whole graph as dbt sees it in a build: a test that judges nothing built stands before all that has its parents above it. */
function gated(given: Case, alone: ReadonlySet<NodeId>): Map<NodeId, readonly NodeId[]> {
  const { manifest, selected } = given;
  const { nodes, graph } = manifest;
  const way = waysUp(graph.parents);
  const all = new Map([...graph.parents].map(([id, parents]) => [id, [...parents]]));
  for (const test of alone) {
    const looksAt = graph.parents.get(test) ?? [];
    for (const { id, resource } of nodes.values()) {
      const above = looksAt.length > 0 && looksAt.every((parent) => way(id, parent) < Number.POSITIVE_INFINITY);
      if (above && (resource === 'model' || resource === 'seed')) all.get(id)?.push(test);
    }
  }
  const units = [...nodes.values()]
    .filter((node) => node.resource === 'unit_test')
    .filter(({ id }) => selected.has(id));
  for (const { id, tested } of units) {
    if (tested.kind !== 'model') continue;
    const own = tested.model;
    const children = selected.has(own) ? (graph.children.get(own) ?? []) : [];
    const before = isMade(given, own) ? [own] : children.filter((child) => !child.startsWith('unit_test.'));
    for (const other of before) all.get(other)?.push(id);
  }
  // They need rows of nobody.
  for (const { id } of units) all.set(id, []);
  return all;
}

function below(parents: ReadonlyMap<NodeId, readonly NodeId[]>, from: ReadonlySet<NodeId>): Set<NodeId> {
  const reached = new Set<NodeId>();
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [id, above] of parents) if (above.some((one) => from.has(one) || reached.has(one))) reached.add(id);
  }
  return reached;
}

test('every selected node has its place once, and steps come after what they wait for', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { manifest, selected } = given;
      const plan = makePlan(manifest, selected, 'build', options);
      const places = [...plan.steps.map((step) => step.id), ...plan.steps.flatMap((step) => step.audits)];
      const expected = [...selected].filter(
        (id) => isMade(given, id) || id.startsWith('test.') || id.startsWith('unit_test.'),
      );
      expect(places.filter((id) => id !== 'generator.shop.g').sort()).toEqual(expected.sort());
      const done = new Set<NodeId>();
      for (const step of plan.steps) {
        for (const id of [...step.needs, ...step.after]) expect(done).toContain(id);
        expect(new Set([...step.needs, ...step.after]).size).toBe(step.needs.length + step.after.length);
        done.add(step.id);
      }
    }),
    { numRuns: 300 },
  );
});

test('a test audits a node that it looks at, once everything built that it looks at is over', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { manifest, selected } = given;
      const { steps } = makePlan(manifest, selected, 'build', options);
      const waits = new Map(steps.map((step) => [step.id, [...step.needs, ...step.after]]));
      const above = waysUp(waits);
      for (const step of steps) {
        for (const id of step.audits) {
          const built = (manifest.graph.parents.get(id) ?? []).filter((parent) => isMade(given, parent));
          expect(built.length).toBeGreaterThan(0);
          for (const parent of built) {
            if (parent !== step.id) expect(above(step.id, parent)).toBeLessThan(Number.POSITIVE_INFINITY);
          }
        }
        if (step.action !== 'test') continue;
        expect((manifest.graph.parents.get(step.id) ?? []).some((parent) => isMade(given, parent))).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

test('a height is one more than the highest step that waits', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { steps } = makePlan(given.manifest, given.selected, 'build', options);
      for (const step of steps) {
        const waiting = steps.filter((other) => [...other.needs, ...other.after].includes(step.id));
        expect(step.height).toBe(1 + Math.max(0, ...waiting.map((other) => other.height)));
      }
    }),
  );
});

test('what fails skips what the whole graph has below it', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { manifest, selected, luck } = given;
      const plan = makePlan(manifest, selected, 'build', options);
      const failing = new Set(plan.steps.filter((_, at) => (luck >> (at % 31)) % 2 === 1).map((step) => step.id));
      const alone = new Set(plan.steps.filter((step) => step.action === 'test').map((step) => step.id));
      const reached = below(gated(given, alone), failing);
      const expected = plan.steps.map((step) => step.id).filter((id) => reached.has(id));
      expect(skippedBy(plan, failing)).toEqual(expected.sort());
    }),
    { numRuns: 1000 },
  );
});

test('run skips what the whole graph has below it too', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { manifest, selected, luck } = given;
      const plan = makePlan(manifest, selected, 'run', options);
      const ids = plan.steps.map((step) => step.id);
      expect([...ids].sort()).toEqual(
        [...selected].filter((id) => id.startsWith('model.') && isMade(given, id)).sort(),
      );
      const failing = new Set(ids.filter((_, at) => (luck >> (at % 31)) % 2 === 1));
      const reached = below(manifest.graph.parents, failing);
      expect(skippedBy(plan, failing)).toEqual(ids.filter((id) => reached.has(id)).sort());
    }),
    { numRuns: 300 },
  );
});
