import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Code, codes } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type Outcome, outcome } from './outcome.ts';
import { ofPackage } from './package-folder.ts';

/** Prints the page of a code, or the list of all codes when none is named. */
export async function explain(code: string | null): Promise<Outcome> {
  const all = Object.keys(codes) as Code[];
  if (code === null) return outcome(0, { stdout: all.map((one) => `${one}  ${codes[one]}`).join('\n') });
  const wanted = code.trim().toUpperCase();
  const known = all.find((one) => one === wanted || one === `M${wanted}`);
  if (!known) return outcome(2, { diagnostics: [unknownCode(code, wanted, all)] });
  return outcome(0, { stdout: readFileSync(join(ofPackage('docs/errors'), `${known}.md`), 'utf8').trimEnd() });
}

function unknownCode(typed: string, wanted: string, all: readonly Code[]) {
  const near = suggest(wanted, all, 3).map((one) => `\`${one}\` (${codes[one as Code]})`);
  const help = near.length > 0 ? `did you mean ${near.join(', ')}?` : '`mart explain` lists them all';
  return diagnostic('M118', `there is no code \`${typed}\``, { help });
}
