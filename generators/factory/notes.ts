import { between, integer, roundAtRandom, stream } from 'duckmart/corrupt';
import type { Day } from './calendar.ts';
import { chosen } from './choose.ts';
import { ID_LIMITS, type Identify } from './identifiers.ts';
import { maintenanceText, noteText } from './note-texts.ts';
import type { Story } from './parameters.ts';
import type { Batch, Note } from './records.ts';
import { maintainedOn } from './wear.ts';

/** Seconds after the start of the first batch in which the maintenance before it is noted. */
const MAINTENANCE_NOTED_WITHIN = 600;

/** The notes of a day, by time: each by the operator of the batch that runs at that moment. */
export function notesOf(story: Story, batches: readonly Batch[], identify: Identify, day: Day): Note[] {
  const { notes, machines } = story.plant;
  const amount = stream(story.seed, 'number of notes', day);
  const count = roundAtRandom(amount, between(amount, notes.notes_per_batch) * batches.length);
  const candidates = batches.map((batch) => {
    const random = stream(story.seed, 'notes', batch.id);
    return { batch, random, rank: random() };
  });
  const written = chosen(candidates, count).map(({ batch, random }): Note => {
    const at = integer(random, [batch.start + 1, batch.end - 1]);
    const kind = random();
    const severity =
      kind < notes.error_rate ? 'error' : kind < notes.error_rate + notes.warning_rate ? 'warning' : 'info';
    const id = identify(day, batch.machine, batch.index);
    return { id, machine: batch.machine, operator: batch.operator, at, severity, text: noteText(severity, random) };
  });
  for (const [machine, { id }] of machines.entries()) {
    const first = batches.find((batch) => batch.machine === machine);
    if (first !== undefined && maintainedOn(story, id, day)) written.push(maintenanceNote(story, first, identify, day));
  }
  return written.sort((one, other) => one.at - other.at || one.machine - other.machine);
}

function maintenanceNote({ seed }: Story, batch: Batch, identify: Identify, day: Day): Note {
  const until = Math.min(batch.end - 1, batch.start + MAINTENANCE_NOTED_WITHIN);
  return {
    id: identify(day, batch.machine, ID_LIMITS.index - 1),
    machine: batch.machine,
    operator: batch.operator,
    at: integer(stream(seed, 'maintenance', batch.id), [batch.start + 1, until]),
    severity: 'info',
    text: maintenanceText,
  };
}
