import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { spanOf } from '../source/text.ts';
import { readYaml } from '../source/yaml-read.ts';
import { type Entry, isMapping, warnOfLostDigits } from './entry.ts';
import { inside, kindOf, type Reading } from './reading.ts';

export type Vars = Readonly<Record<string, unknown>>;

/** Keys whose digits mean something: `010` and `1.10` are not the numbers 10 and 1.1 there. */
const identifying = /(^|_)(id|name|version|code|key|number|zip|sku)$/i;

/** The text of `--vars`: a YAML mapping. */
export function readVars(text: string): { readonly vars: Vars; readonly diagnostics: readonly Diagnostic[] } {
  const source = { path: '--vars', text };
  const { value, problems } = readYaml(source);
  const help = "write `--vars '{key: value}'`";
  if (problems.length > 0) {
    const diagnostics = problems.map(({ code, message, range }) =>
      diagnostic('M118', `\`--vars\`: ${message}`, {
        labels: [{ span: spanOf(range, text), text: '' }],
        help: code === 'M104' ? 'put it in double quotes to keep all of them' : help,
      }),
    );
    return { vars: {}, diagnostics };
  }
  if (value === null) return { vars: {}, diagnostics: [] };
  if (!isMapping(value)) {
    const message = `\`--vars\` must be a mapping, not ${kindOf(value)}`;
    return { vars: {}, diagnostics: [diagnostic('M118', message, { help })] };
  }
  const reading: Reading = { source, diagnostics: [] };
  warnOfDigits({ reading, values: value, place: { file: source.path, path: [] } });
  return { vars: value, diagnostics: reading.diagnostics };
}

/**
 * The variables of a project: those of project.yml, over them the ones under the project's own name (dbt's scoped form),
 * over them the command line's.
 */
export function projectVars(entry: Entry | null, project: string, given: Vars): Vars {
  if (!entry) return given;
  warnOfDigits(entry);
  const { [project]: scoped, ...global } = entry.values;
  if (!isMapping(scoped)) return { ...entry.values, ...given };
  warnOfDigits({ ...entry, values: scoped, place: inside(entry.place, project) });
  return { ...global, ...scoped, ...given };
}

function warnOfDigits(entry: Entry): void {
  for (const [key, value] of Object.entries(entry.values)) {
    if (typeof value !== 'number' || !identifying.test(key)) continue;
    warnOfLostDigits(entry.reading, value, inside(entry.place, key), key);
  }
}
