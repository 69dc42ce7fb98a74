import type { Random } from 'duckmart/corrupt';
import type { FileShape } from '../landing.ts';
import type { Plant } from '../plant.ts';
import type { Damaged } from './damaged.ts';
import type { FaultName } from './names.ts';

/**
 * A fault: what it does to a record of a file to which it can happen. It draws the same number of times from its stream
 * for every record, hit or not, so that its rate moves nothing but the hits.
 */
export interface Fault {
  readonly name: FaultName;
  /** It happens to all records of a machine's day or to none; `happen` is then called for those that it happens to. */
  readonly byDay?: true;
  readonly concerns: (shape: FileShape) => boolean;
  /** What is delivered instead: the record itself, damaged or not, or it and copies of it. */
  readonly happen: (record: Damaged, rate: number, random: Random, plant: Plant) => Damaged | readonly Damaged[];
}
