import { createHash } from 'node:crypto';

/** A source of numbers in [0, 1), 32 bits each. */
export type Random = () => number;

/** What distinguishes one stream from another: a concern, then whom and when it is about. */
export type StreamName = readonly (string | number)[];

/**
 * The stream of that name under that seed. Streams are independent: the names are hashed (SHA-256) into the state of an
 * sfc32 generator, so drawing more or fewer numbers for one concern moves no other. The library's Mersenne twister needs
 * 624 words of state for every stream, which is a hundred times the work for streams as short as these.
 */
export function stream(seed: number, ...name: StreamName): Random {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...name]))
    .digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = digest.readUInt32LE(12);
  return () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum / 0x1_0000_0000;
  };
}

/** A number between both ends. */
export const between = (random: Random, [low, high]: readonly [number, number]): number =>
  low + random() * (high - low);

/** A whole number from `low` to `high`, both included. */
export const integer = (random: Random, [low, high]: readonly [number, number]): number =>
  low + Math.floor(random() * (high - low + 1));

/** `expected` rounded down or up, so that it is right on average. */
export const roundAtRandom = (random: Random, expected: number): number => Math.floor(expected + random());

/** One of the items; the list is not empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** The items in a random order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}
