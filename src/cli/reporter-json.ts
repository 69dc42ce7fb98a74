import { eventLines } from '../commands/event-json.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { RunEvent } from '../run/events.ts';
import type { Output } from './output.ts';
import { type Manner, type Reporter, withoutStack } from './reporter.ts';

/** Talks to programs: every event a line of JSON; findings and notes that no event told are lines of the same form. */
export function jsonReporter(output: Output, now: () => Date, { quiet, debug }: Manner): Reporter {
  const tell = (event: RunEvent): void => {
    if (quiet && !isError(event)) return;
    for (const line of eventLines(event)) output.talk(line);
  };
  const say = (text: string): void => {
    if (!quiet) output.talk(JSON.stringify({ type: 'note', at: now().toISOString(), text }));
  };
  return {
    listen: tell,
    say,
    finish: ({ notes, diagnostics }) => {
      const at = now().toISOString();
      for (const note of notes) say(note);
      for (const one of diagnostics) tell({ type: 'diagnostic', at, diagnostic: withoutStack(one, debug) });
    },
  };
}

function isError(event: RunEvent): boolean {
  if (event.type === 'diagnostic') return event.diagnostic.severity === 'error';
  return event.type === 'node_finished' && hasErrors(event.result.diagnostics);
}
