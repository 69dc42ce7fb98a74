import { everywhere } from '../../src/cli/options.ts';
import { verbs } from '../../src/cli/verbs.ts';

/** Every long flag that the program knows, those that answer "not yet" too. */
export function flags(): string[] {
  const options = [...everywhere(), ...verbs.flatMap((verb) => verb.options())];
  return options.flatMap((option) => option.long ?? []);
}
