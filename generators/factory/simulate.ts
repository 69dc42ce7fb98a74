import { batchesOf } from './batches.ts';
import { type Seconds, startOf } from './calendar.ts';
import { identifiers } from './identifiers.ts';
import { HALF_HOUR } from './landing.ts';
import { notesOf } from './notes.ts';
import type { Story } from './parameters.ts';
import { checksOf } from './quality.ts';
import type { Batch, Check, FactoryDay } from './records.ts';
import { readingsOf } from './sensors.ts';
import { emptyStock } from './stock.ts';

/** What truly happens in the factory, day by day. Only stock, late checks and the last half hour go from a day to the next. */
export function* simulate(story: Story): Generator<FactoryDay, void> {
  const identify = {
    batch: identifiers(story.seed, 'B'),
    reading: identifiers(story.seed, 'R'),
    check: identifiers(story.seed, 'Q'),
    note: identifiers(story.seed, 'L'),
  };
  const stock = emptyStock(story.plant);
  let before: readonly Batch[] = [];
  let pending: readonly Check[] = [];
  for (let day = story.start; day < story.start + story.days; day += 1) {
    const tomorrow: Seconds = startOf(day + 1);
    const batches = batchesOf(story, stock, identify.batch, day);
    const checks = [...pending, ...checksOf(story, batches, identify.check, day)].sort(
      (one, other) => one.at - other.at,
    );
    yield {
      day,
      batches,
      readings: readingsOf(story, [...before, ...batches], identify.reading, day),
      checks: checks.filter(({ at }) => at < tomorrow),
      notes: notesOf(story, batches, identify.note, day),
    };
    before = batches.filter(({ end }) => end > tomorrow - HALF_HOUR);
    pending = checks.filter(({ at }) => at >= tomorrow);
  }
}
