import { type Random, stream } from 'duckmart/corrupt';
import type { Day } from './calendar.ts';

const HALF = 20;
const MASK = 2 ** HALF - 1;
const ROUNDS = 4;

/** The bounds of what an id can tell apart; the plant's configuration is held to them. */
export const ID_LIMITS = { day: 2 ** 20, machine: 2 ** 12, index: 2 ** 8 } as const;

/** Gives the nth record of a machine and day its id. */
export type Identify = (day: Day, machine: number, index: number) => string;

/**
 * Ids such as `B-0c41f9a27e`, unique among all records of one kind whatever the range of days, that say nothing of time:
 * the record's number is sent through a permutation of 40 bits (a Feistel network) whose keys come from the seed.
 */
export function identifiers(seed: number, prefix: string): Identify {
  const random: Random = stream(seed, 'identifiers', prefix);
  const keys = Array.from({ length: ROUNDS }, () => Math.floor(random() * 2 ** 32));
  return (day, machine, index) => {
    let left = day;
    let right = machine * ID_LIMITS.index + index;
    for (const key of keys) [left, right] = [right, left ^ scramble(right, key)];
    const number = left * 2 ** HALF + right;
    return `${prefix}-${number.toString(16).padStart(10, '0')}`;
  };
}

function scramble(half: number, key: number): number {
  let mixed = Math.imul(half ^ key, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x27d4eb2f);
  return (mixed ^ (mixed >>> 15)) & MASK;
}
