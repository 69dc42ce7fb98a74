import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ReadText } from '../source/text.ts';

/** 0 well · 1 the project or the data is at fault · 2 wrong use, or a bug in mart · 130 interrupted. */
export type Exit = 0 | 1 | 2 | 130;

/** What a command leaves for its caller to show. Nothing was printed. */
export interface Outcome {
  readonly exit: Exit;
  /** Data for stdout, closed with a line end unless empty. */
  readonly stdout: string;
  /** Findings that no event of a run has shown yet. */
  readonly diagnostics: readonly Diagnostic[];
  /** Talk for stderr, a line each. */
  readonly notes: readonly string[];
  /** Texts of the project's files, for the frames of the findings. */
  readonly readText: ReadText;
}

export function outcome(exit: Exit, said: Partial<Omit<Outcome, 'exit'>> = {}): Outcome {
  return { exit, stdout: '', diagnostics: [], notes: [], readText: () => undefined, ...said };
}
