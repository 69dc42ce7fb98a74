import { turned } from '../graph/levels.ts';
import type { Ordered } from '../graph/order.ts';
import { append } from './append.ts';
import type { Cast, Kind } from './cast.ts';
import { frontierFinder } from './frontier.ts';

/**
 * Tests that no audit holds, by the nodes they stand before: the nodes nearest below with all of the test's parents
 * above them. Unit tests of selected ephemeral models stand before everything that reads the model.
 */
export function gatesOf(
  { kinds, unitTests, selected }: Cast,
  { parents }: Ordered,
  alone: readonly number[],
): Map<number, number[]> {
  const gates = new Map<number, number[]>();
  if (alone.length + unitTests.length === 0) return gates;
  const children = turned(parents);
  const several = new Map<string, { readonly looksAt: readonly number[]; readonly tests: number[] }>();
  for (const test of alone) {
    const looksAt = parents[test] ?? [];
    if (looksAt.length > 1) {
      const key = looksAt.toSorted((a, b) => a - b).join(' ');
      const same = several.get(key);
      if (same) same.tests.push(test);
      else several.set(key, { looksAt, tests: [test] });
    } else for (const child of children[looksAt[0] ?? -1] ?? []) if (isTable(kinds[child])) append(gates, child, test);
  }
  for (const unitTest of unitTests) {
    const model = parents[unitTest]?.[0] ?? -1;
    if (!selected[model] || kinds[model] !== 'ephemeral') continue;
    for (const child of children[model] ?? []) if (kinds[child] !== 'unit_test') append(gates, child, unitTest);
  }
  if (several.size > 0) {
    const asked = [...several.values()].flatMap((one) => one.looksAt);
    const frontier = frontierFinder({ parents, children }, asked, (one) => isTable(kinds[one]));
    for (const { looksAt, tests } of several.values()) {
      for (const one of frontier(looksAt)) for (const test of tests) append(gates, one, test);
    }
  }
  return gates;
}

function isTable(kind: Kind | undefined): boolean {
  return kind === 'model' || kind === 'ephemeral' || kind === 'seed';
}
