import fc from '../support/property.ts';

/** Parents by name for a random graph without cycles; names carry no order. */
export const acyclic: fc.Arbitrary<ReadonlyMap<string, readonly string[]>> = fc
  .tuple(fc.integer({ min: 1, max: 14 }), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }), fc.nat())
  .map(([size, pairs, turn]) => {
    const name = (at: number): string => `n${String((at * 7 + turn) % 17).padStart(2, '0')}`;
    const parents = new Map<string, string[]>();
    for (let at = 0; at < size; at++) parents.set(name(at), []);
    for (const [a, b] of pairs) {
      const low = Math.min(a % size, b % size);
      const high = Math.max(a % size, b % size);
      if (low < high) parents.get(name(high))?.push(name(low));
    }
    return parents;
  });

/** Parents by name for any random graph. */
export const anyGraph: fc.Arbitrary<ReadonlyMap<string, readonly string[]>> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 18 }))
  .map(([size, pairs]) => {
    const parents = new Map<string, string[]>();
    for (let at = 0; at < size; at++) parents.set(`n${at}`, []);
    for (const [a, b] of pairs) parents.get(`n${a % size}`)?.push(`n${b % size}`);
    return parents;
  });

/** Length of a shortest way up from one name to another (at least one edge), or Infinity: by relaxing all edges again and again. */
export function waysUp(parents: ReadonlyMap<string, readonly string[]>): (from: string, to: string) => number {
  const names = [...parents.keys()];
  const length = new Map<string, number>();
  for (const [name, above] of parents) for (const parent of above) length.set(`${name} ${parent}`, 1);
  const of = (a: string, b: string): number => length.get(`${a} ${b}`) ?? Number.POSITIVE_INFINITY;
  for (const via of names)
    for (const a of names)
      for (const b of names) {
        const through = of(a, via) + of(via, b);
        if (through < of(a, b)) length.set(`${a} ${b}`, through);
      }
  return of;
}
