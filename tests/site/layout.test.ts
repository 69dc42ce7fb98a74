import { expect, test } from 'vitest';
import { type Box, placed } from '../../src/site/layout/placed.ts';
import { ranksOf } from '../../src/site/layout/ranks.ts';
import { spread } from '../../src/site/layout/spread.ts';
import fc from '../support/property.ts';

/** Parents with smaller numbers than their children: any acyclic graph, up to names. */
const graphs = fc
  .integer({ min: 0, max: 25 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, at) => fc.uniqueArray(fc.nat({ max: Math.max(0, at - 1) })))),
  )
  .map((lists) => lists.map((list, at) => (at === 0 ? [] : list)));
const box = fc.record({ width: fc.integer({ min: 10, max: 300 }), height: fc.integer({ min: 10, max: 80 }) });

test('boxes do not touch, parents stand left of their children, edges go from side to side', () => {
  fc.assert(
    fc.property(graphs, fc.array(box, { minLength: 26, maxLength: 26 }), (parents, all) => {
      const boxes = all.slice(0, parents.length);
      const { places, edges, width, height } = placed(boxes, parents);
      const side = (at: number) => ({ ...(places[at] ?? { x: -1, y: -1 }), ...(boxes[at] as Box) });
      boxes.forEach((_, a) => {
        const one = side(a);
        expect(one.x).toBeGreaterThanOrEqual(0);
        expect(one.y).toBeGreaterThanOrEqual(-0.2);
        expect(one.x + one.width).toBeLessThanOrEqual(width);
        expect(one.y + one.height).toBeLessThanOrEqual(height + 0.2);
        for (let b = a + 1; b < boxes.length; b++) {
          const other = side(b);
          const apart =
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y;
          expect(apart, `${a} and ${b}`).toBe(true);
        }
      });
      expect(edges.map(({ from, to }) => `${from}-${to}`).sort()).toEqual(
        parents.flatMap((list, child) => list.map((parent) => `${parent}-${child}`)).sort(),
      );
      for (const { from, to, points } of edges) {
        const xs = points.map(({ x }) => x);
        expect(xs).toEqual([...xs].sort((a, b) => a - b));
        expect(xs[0]).toBe(side(from).x + side(from).width);
        expect(xs.at(-1)).toBe(side(to).x);
      }
    }),
    { numRuns: 200 },
  );
});

test('what is read late stands late', () => {
  // 0 → 1 → 2 → 3, and a seed 4 that only 3 reads.
  expect(ranksOf([[], [0], [1], [2, 4], []])).toEqual([0, 1, 2, 3, 2]);
});

test('the same graph is always the same picture, and crossings go where they can', () => {
  const boxes = [0, 1, 2, 3].map(() => ({ width: 100, height: 40 }));
  // a → d, b → c: drawn without a crossing when one of the columns is turned round.
  const { places } = placed(boxes, [[], [], [1], [0]]);
  const y = places.map((place) => place.y);
  expect((y[0] ?? 0) < (y[1] ?? 0)).toBe((y[3] ?? 0) < (y[2] ?? 0));
  expect(placed(boxes, [[], [], [1], [0]])).toEqual(placed(boxes, [[], [], [1], [0]]));
});

test('no heights are nearer to those that were wished for', () => {
  const apart = () => 10;
  const cost = (at: readonly number[], wished: readonly number[]) =>
    at.reduce((sum, one, index) => sum + (one - (wished[index] ?? 0)) ** 2, 0);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 5 }), fc.nat(), (wished, by) => {
      const found = spread(wished, apart);
      for (const [at, one] of found.slice(1).entries())
        expect(one - (found[at] ?? 0)).toBeGreaterThanOrEqual(10 - 1e-9);
      // A little to and fro, of every block from one place on, is no better.
      const at = by % wished.length;
      for (const move of [-0.01, 0.01]) {
        const other = found.map((one, index) => ((move < 0 ? index <= at : index >= at) ? one + move : one));
        expect(cost(other, wished)).toBeGreaterThanOrEqual(cost(found, wished) - 1e-9);
      }
    }),
  );
});
