/**
 * A name without what spellings differ in: case, whatever separates words, leading zeros.
 * `Smelter_1`, `SMELTER-01` and `smelter 01` are all `smelter1`.
 */
export const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/(?<!\d)0+(?=\d)/g, '');

/** The list from that position on, then what stands before it. */
export function startingAt<T>(items: readonly T[], share: number): T[] {
  const start = Math.floor(share * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
