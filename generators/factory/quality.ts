import { integer, pick, type Random, roundAtRandom, stream } from 'duckmart/corrupt';
import type { Day } from './calendar.ts';
import { chosen } from './choose.ts';
import type { Identify } from './identifiers.ts';
import type { Story } from './parameters.ts';
import type { Batch, Check } from './records.ts';
import { inspectorsOf } from './staff.ts';

/** The inspections of a day's batches, by time; those of the day's last batches may fall on the next day. */
export function checksOf(story: Story, batches: readonly Batch[], identify: Identify, day: Day): Check[] {
  const { quality } = story.plant;
  const count = roundAtRandom(stream(story.seed, 'number of checks', day), quality.checks_per_batch * batches.length);
  const inspectors = inspectorsOf(story);
  const candidates = batches.map((batch) => {
    const random = stream(story.seed, 'quality', batch.id);
    return { batch, random, rank: random() };
  });
  return chosen(candidates, count)
    .map(({ batch, random }): Check => {
      const [least, most] = quality.delay_minutes;
      const at = batch.end + integer(random, [least * 60, most * 60]);
      const inspector = pick(random, inspectors);
      const sample = Math.min(batch.units, integer(random, quality.sample_size));
      const found = foundIn(batch, sample, random);
      return {
        id: identify(day, batch.machine, batch.index),
        machine: batch.machine,
        batch: batch.id,
        at,
        inspector,
        sample,
        found,
        passed: found <= quality.allowed_defects,
      };
    })
    .sort((one, other) => one.at - other.at);
}

/** Draws the sample without putting anything back. */
function foundIn({ units, defects }: Batch, sample: number, random: Random): number {
  let found = 0;
  for (let seen = 0; seen < sample; seen += 1) if (random() * (units - seen) < defects - found) found += 1;
  return found;
}
