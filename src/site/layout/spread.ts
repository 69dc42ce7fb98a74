/**
 * Heights in a column as near as possible to those that are wished for, in the same order and `apart` from each other:
 * the least squares, by pooling neighbours that would overlap.
 */
export function spread(wished: readonly number[], apart: (upper: number) => number): number[] {
  const offsets: number[] = [];
  let offset = 0;
  wished.forEach((_, at) => {
    offsets.push(offset);
    offset += apart(at);
  });
  const pools: { sum: number; count: number }[] = [];
  wished.forEach((wish, at) => {
    let pool = { sum: wish - (offsets[at] ?? 0), count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const bases = pools.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
  return bases.map((base, at) => base + (offsets[at] ?? 0));
}
