import type { Outcome } from '../commands/outcome.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Listener } from '../run/events.ts';
import type { ReadText } from '../source/text.ts';

/** A reader of everything that mart has to say: events while a run goes on, then what the verb leaves. */
export interface Reporter {
  readonly listen: Listener;
  /** A line of talk. */
  readonly say: (note: string) => void;
  /** The end of a verb: its notes and the findings that no event has told. */
  readonly finish: (outcome: Pick<Outcome, 'notes' | 'diagnostics'>) => void;
}

/** How much and in what form to talk. */
export interface Manner {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly readText: ReadText;
  /** Flags to repeat in the next command: `--project-dir shop`. */
  readonly again: string;
}

/** A bug's stack is for those who ask for it. */
export function withoutStack(finding: Diagnostic, debug: boolean): Diagnostic {
  if (finding.code !== 'M901' || debug) return finding;
  return { ...finding, notes: finding.notes.filter((note) => !/^\s+at /m.test(note)) };
}
