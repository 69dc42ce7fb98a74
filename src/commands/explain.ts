import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Code, codes } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type Outcome, outcome } from './outcome.ts';

/** Prints the page of a code, or the list of all codes when none is named. */
export async function explain(code: string | null): Promise<Outcome> {
  const all = Object.keys(codes) as Code[];
  if (code === null) return outcome(0, { stdout: all.map((one) => `${one}  ${codes[one]}`).join('\n') });
  const wanted = code.trim().toUpperCase();
  const known = all.find((one) => one === wanted || one === `M${wanted}`);
  if (!known) return outcome(2, { diagnostics: [unknownCode(code, wanted, all)] });
  return outcome(0, { stdout: readFileSync(join(pages(), `${known}.md`), 'utf8').trimEnd() });
}

function unknownCode(typed: string, wanted: string, all: readonly Code[]) {
  const near = suggest(wanted, all, 3).map((one) => `\`${one}\` (${codes[one as Code]})`);
  const help = near.length > 0 ? `did you mean ${near.join(', ')}?` : '`mart explain` lists them all';
  return diagnostic('M118', `there is no code \`${typed}\``, { help });
}

/** The folder of the pages: `docs/errors` of the package that this file, bundled or not, is part of. */
function pages(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, 'docs', 'errors');
    if (existsSync(join(folder, 'package.json')) && existsSync(found)) return found;
    if (dirname(folder) === folder) throw new Error('docs/errors is not part of this installation');
  }
}
