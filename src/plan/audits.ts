import type { NumberLists } from '../graph/levels.ts';
import { append } from './append.ts';
import type { Cast } from './cast.ts';
import { upstreamOf } from './upstream.ts';

export interface Audits {
  /** Tests by the node whose new version they judge. */
  readonly of: ReadonlyMap<number, readonly number[]>;
  /** What else has to be over before a node is judged. */
  readonly after: ReadonlyMap<number, ReadonlySet<number>>;
  /** Tests of nothing that this run builds. */
  readonly alone: readonly number[];
}

/**
 * Gives each test to the last node, in topological order, that it looks at and that the run builds. An ephemeral model
 * stands for what the run builds above it when the test looks at something built as well; alone it has no version of
 * its own to judge.
 */
export function assignAudits({ kinds, tests, built, generators }: Cast, parents: NumberLists): Audits {
  const of = new Map<number, number[]>();
  const after = new Map<number, Set<number>>();
  const alone: number[] = [];
  const isBuilt = new Set(built);
  const several = tests.flatMap((test) => ((parents[test]?.length ?? 0) > 1 ? (parents[test] ?? []) : []));
  const upstream = upstreamOf({ parents, steps: [...generators, ...built], wanted: several, gates: new Map() });
  for (const test of tests) {
    const looksAt = parents[test] ?? [];
    if (!looksAt.some((parent) => isBuilt.has(parent))) {
      alone.push(test);
      continue;
    }
    const judged = new Set<number>();
    const read = new Set<number>();
    for (const parent of looksAt) {
      if (isBuilt.has(parent)) judged.add(parent);
      else
        for (const one of upstream(parent))
          (isBuilt.has(one) && kinds[parent] === 'ephemeral' ? judged : read).add(one);
    }
    const last = Math.max(...judged);
    append(of, last, test);
    for (const one of [...judged, ...read]) {
      if (one >= last) continue;
      const waits = after.get(last);
      if (waits) waits.add(one);
      else after.set(last, new Set([one]));
    }
  }
  return { of, after, alone };
}
