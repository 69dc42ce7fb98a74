import { describe, expect, test } from 'vitest';
import { buildDag } from '../../src/graph/build-dag.ts';
import { findCycle } from '../../src/graph/cycle.ts';
import { topologicalOrder } from '../../src/graph/order.ts';
import { ancestors, descendants } from '../../src/graph/reach.ts';
import fc from '../support/property.ts';
import { acyclic, anyGraph, waysUp } from './oracle.ts';

const chain = new Map(Array.from({ length: 10_000 }, (_, at) => [`m${at}`, at === 0 ? [] : [`m${at - 1}`]]));

describe('buildDag', () => {
  test('knows every name that appears, each edge once, from both sides', () => {
    const dag = buildDag(new Map([['b', ['a', 'a', 'x']]]));
    expect(dag.parents).toEqual(
      new Map([
        ['b', ['a', 'x']],
        ['a', []],
        ['x', []],
      ]),
    );
    expect(dag.children).toEqual(
      new Map([
        ['b', []],
        ['a', ['b']],
        ['x', ['b']],
      ]),
    );
  });
});

describe('topologicalOrder', () => {
  test('goes by level, then by name', () => {
    const parents = { z: [], a: ['z'], b: [], c: ['a', 'b'], d: ['b'] };
    expect(topologicalOrder(buildDag(new Map(Object.entries(parents))))).toEqual(['b', 'z', 'a', 'd', 'c']);
  });

  test('refuses a cycle', () => {
    expect(() => topologicalOrder(buildDag(new Map([['a', ['a']]])))).toThrow('cycle');
  });

  test('puts every name once, after its parents, whatever the order of the input', () => {
    fc.assert(
      fc.property(acyclic, (parents) => {
        const order = topologicalOrder(buildDag(parents));
        expect([...order].sort()).toEqual([...parents.keys()].sort());
        for (const [name, above] of parents)
          for (const parent of above) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(name));
        expect(topologicalOrder(buildDag(new Map([...parents].reverse())))).toEqual(order);
      }),
    );
  });

  test('takes a chain of ten thousand', () => {
    expect(topologicalOrder(buildDag(chain)).at(-1)).toBe('m9999');
  });
});

describe('ancestors and descendants', () => {
  test('are what the shortest ways say, at every depth', () => {
    fc.assert(
      fc.property(acyclic, fc.nat({ max: 4 }), fc.nat(), (parents, depth, pick) => {
        const names = [...parents.keys()];
        const from = names.filter((_, at) => (pick >> at) % 2 === 1);
        const dag = buildDag(parents);
        const up = waysUp(parents);
        const above = names.filter((name) => from.some((one) => up(one, name) <= depth));
        const below = names.filter((name) => from.some((one) => up(name, one) <= depth));
        expect([...ancestors(dag, from, depth)].sort()).toEqual(above.sort());
        expect([...descendants(dag, from, depth)].sort()).toEqual(below.sort());
      }),
    );
  });

  test('go to the ends without a depth', () => {
    const dag = buildDag(chain);
    expect(ancestors(dag, ['m9999']).size).toBe(9_999);
    expect(descendants(dag, ['m0', 'm5']).size).toBe(9_999);
  });
});

describe('findCycle', () => {
  test.each([
    ['nothing', {}, null],
    ['no cycle', { a: [], b: ['a'], c: ['a', 'b'] }, null],
    ['itself', { b: ['b'], a: ['c'], c: ['a'] }, ['b']],
    ['two', { a: ['b'], b: ['a'] }, ['a', 'b']],
    ['the direction is from parent to child', { a: ['c'], b: ['a'], c: ['b'] }, ['a', 'b', 'c']],
    ['a short one beside a long one', { a: ['d'], b: ['a'], c: ['b', 'd'], d: ['c'] }, ['c', 'd']],
    ['a parent that has no entry', { a: ['nowhere'] }, null],
  ])('%s', (_, parents, cycle) => {
    expect(findCycle(new Map(Object.entries(parents)))).toEqual(cycle);
  });

  test('is real, none is shorter, and it is found whenever there is one', () => {
    fc.assert(
      fc.property(anyGraph, (parents) => {
        const up = waysUp(parents);
        const shortest = Math.min(...[...parents.keys()].map((name) => up(name, name)));
        const cycle = findCycle(parents);
        expect(cycle?.length ?? Number.POSITIVE_INFINITY).toBe(shortest);
        cycle?.forEach((name, at) => {
          expect(parents.get(cycle[(at + 1) % cycle.length] as string)).toContain(name);
        });
        expect(new Set(cycle).size).toBe(cycle?.length ?? 0);
      }),
      { numRuns: 500 },
    );
  });

  test('takes a ring of ten thousand', () => {
    expect(findCycle(new Map([...chain, ['m0', ['m9999']]]))).toHaveLength(10_000);
    expect(findCycle(chain)).toBeNull();
  });
});
