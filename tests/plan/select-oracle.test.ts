import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/nodes/manifest.ts';
import { select } from '../../src/plan/select.ts';
import type { Indirect } from '../../src/plan/spec.ts';
import { acyclic, waysUp } from '../graph/oracle.ts';
import fc from '../support/property.ts';
import { dataTest, manifestOf, model } from './project.ts';

/** Selection again, by definitions over a table of shortest ways instead of walks over the graph. */

const id = (name: string): string => `model.shop.${name}`;
const tags = ['a', 'b', 'c'];

interface Project {
  readonly manifest: Manifest;
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly tagOf: (name: string) => string;
  /** Parents by the name of the test. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
}

const project: fc.Arbitrary<Project> = fc
  .tuple(acyclic, fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { maxLength: 8 }), fc.nat())
  .map(([parents, lists, turn]) => {
    const names = [...parents.keys()];
    const tagOf = (name: string): string => tags[(names.indexOf(name) + turn) % 3] as string;
    const tests = new Map(
      lists.map((list, at) => [`t${at}`, [...new Set(list.map((pick) => names[pick % names.length] as string))]]),
    );
    const manifest = manifestOf([
      ...names.map((name) => model(name, { parents: (parents.get(name) ?? []).map(id), tags: [tagOf(name)] })),
      ...[...tests].map(([name, list]) => dataTest(name, list.map(id))),
    ]);
    return { manifest, parents, tagOf, tests };
  });

interface Word {
  readonly up: number | null;
  readonly down: number | null;
  readonly at: boolean;
  readonly pick: number;
  readonly tag: boolean;
}

const depth = fc.option(fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY), { nil: null });
const word: fc.Arbitrary<Word> = fc.record({
  up: depth,
  down: depth,
  at: fc.boolean(),
  pick: fc.nat(),
  tag: fc.boolean(),
});
const mode = fc.constantFrom<Indirect>('eager', 'cautious', 'buildable', 'empty');

function write({ parents }: Project, { up, down, at, pick, tag }: Word): string {
  const name = tag ? `tag:${tags[pick % 3]}` : [...parents.keys()][pick % parents.size];
  const number = (limit: number): string => (limit === Number.POSITIVE_INFINITY ? '' : String(limit));
  if (at) return `@${name}`;
  return `${up === null ? '' : `${number(up)}+`}${name}${down === null ? '' : `+${number(down)}`}`;
}

/** The models of a word, and the tests that lie below one of them on the way. */
function meant({ parents, tagOf, tests }: Project, one: Word): Set<string> {
  const names = [...parents.keys()];
  const way = waysUp(new Map([...parents, ...tests]));
  const everyone = [...names, ...tests.keys()];
  const start = names.filter((name, at) =>
    one.tag ? tagOf(name) === tags[one.pick % 3] : at === one.pick % names.length,
  );
  const all = Number.POSITIVE_INFINITY;
  const within = (limit: number | null, far: number): boolean => limit !== null && far < all && far <= limit;
  const below = everyone.filter((name) => start.some((from) => way(name, from) < all));
  return new Set(
    everyone.filter((name) => {
      if (start.includes(name)) return true;
      if (one.at) return below.includes(name) || [...start, ...below].some((from) => way(from, name) < all);
      return start.some((from) => within(one.up, way(from, name)) || within(one.down, way(name, from)));
    }),
  );
}

/** A union of words with the tests that come along. */
function union(given: Project, words: readonly Word[], indirect: Indirect): Set<string> {
  const chosen = new Set(words.flatMap((one) => [...meant(given, one)]));
  const way = waysUp(new Map([...given.parents, ...given.tests]));
  const above = (name: string): boolean => [...chosen].some((from) => way(from, name) < Number.POSITIVE_INFINITY);
  const comes = (parents: readonly string[]): boolean => {
    if (indirect === 'eager') return parents.some((name) => chosen.has(name));
    if (indirect === 'cautious') return parents.every((name) => chosen.has(name));
    if (indirect === 'empty') return false;
    return parents.some((name) => chosen.has(name)) && parents.every((name) => chosen.has(name) || above(name));
  };
  const tests = [...given.tests].filter(([, parents]) => comes(parents)).map(([name]) => name);
  return new Set([...chosen, ...tests]);
}

function found(given: Project, chosen: readonly string[], exclude: readonly string[], indirect: Indirect): string[] {
  const request = { select: chosen, exclude, resourceTypes: [], excludeResourceTypes: [], indirect };
  return [...select(given.manifest, request).ids].map((one) => one.split('.')[2] as string).sort();
}

describe('random projects', () => {
  test('unions and exclusions in every mode', () => {
    const words = fc.array(word, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(project, words, fc.option(word, { nil: null }), mode, (given, included, excluded, indirect) => {
        const out = excluded === null ? new Set<string>() : union(given, [excluded], indirect);
        const expected = [...union(given, included, indirect)].filter((name) => !out.has(name)).sort();
        const texts = included.map((one) => write(given, one)).join(' ');
        expect(found(given, [texts], excluded === null ? [] : [write(given, excluded)], indirect)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test('intersections', () => {
    fc.assert(
      fc.property(project, word, word, fc.constantFrom<Indirect>('eager', 'empty'), (given, a, b, indirect) => {
        const other = union(given, [b], indirect);
        const expected = [...union(given, [a], indirect)].filter((name) => other.has(name)).sort();
        expect(found(given, [`${write(given, a)},${write(given, b)}`], [], indirect)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
