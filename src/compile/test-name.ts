import { createHash } from 'node:crypto';

/**
 * The automatic names of a generic test, by dbt's rule (`synthesize_generic_test_names`): the test, what it tests, the
 * arguments in the order of their names. `short` names files and relations: from 64 characters on it is cut at 30 and
 * closed with the MD5 of the full one.
 */
export function testNames(
  test: string,
  tested: string,
  args: Readonly<Record<string, unknown>>,
): { readonly full: string; readonly short: string } {
  const parts = Object.keys(args)
    .sort()
    .flatMap((key) => flatten(args[key]))
    .map((part) => part.replace(/[^0-9a-zA-Z_]+/g, '_'));
  const identifier = `${test}_${tested}`;
  const full = `${identifier}_${parts.join('__')}`;
  if (full.length < 64) return { full, short: full };
  return { full, short: `${identifier.slice(0, 30)}_${createHash('md5').update(full).digest('hex')}` };
}

function flatten(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(spelled);
  if (value !== null && typeof value === 'object') return Object.values(value).map(spelled);
  return [spelled(value)];
}

/** As Python writes it, since dbt's names are made so. */
function spelled(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
