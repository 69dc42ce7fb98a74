import type { Option } from 'commander';
import type { Effects } from '../commands/effects.ts';
import type { Outcome } from '../commands/outcome.ts';
import type { RawOptions } from './raw-options.ts';

export interface Verb {
  /** One word, or two: `docs export` stands under `docs`, which is in `families`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group: string;
  readonly summary: string;
  /** What to type, and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** One optional word after the verb. */
  readonly argument?: readonly [string, string];
  readonly options: () => Option[];
  /** Loads the verb's code and does it. */
  readonly run: (raw: RawOptions, argument: string | null, effects: Effects) => Promise<Outcome>;
}

export const make = 'Make:';
export const look = 'Look:';
export const keep = 'Keep house:';

/** First words of verbs of two words. */
export const families: Readonly<Record<string, { readonly group: string; readonly summary: string }>> = {
  source: { group: look, summary: 'what mart reads and does not build' },
  docs: { group: look, summary: 'the documentation of the project, for people who read it' },
};
