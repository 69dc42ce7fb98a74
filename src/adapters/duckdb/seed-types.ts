import { EngineError, type Row, type SeedLoad, type Session } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { globSafe } from './file-list.ts';
import { readCsv } from './scan-csv.ts';

interface Guess {
  readonly name: string;
  readonly type: string;
}

/** What a guess may still be when it does not hold: fractions, or times of day, come late in the file. */
const wider: Readonly<Record<string, string>> = { BIGINT: 'DOUBLE', DATE: 'TIMESTAMP' };

/**
 * Types for columns that declare none. The engine's sniffer looks at the beginning of the file and guesses; then all
 * values are held to the guess in one pass. A guess that does not hold for all of them, or that would change how a value
 * reads (leading zeros, day before month, `yes` for true), makes the column text.
 */
export async function foundTypes(
  session: Session,
  load: SeedLoad,
  open: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const text = seedText(load);
  const guesses = await sniff(session, load, open);
  const types = await holding(session, text, guesses);
  const again = guesses.flatMap(({ name, type }) => {
    const next = types.get(name) === 'VARCHAR' ? wider[type] : undefined;
    return next ? [{ name, type: next }] : [];
  });
  return new Map([...types, ...(await holding(session, text, again))]);
}

/** All values of a seed as text. */
export function seedText(load: SeedLoad): string {
  const columns = load.header.map((name) => ({ name, type: 'VARCHAR' }));
  return readCsv([load.path], columns, load.delimiter);
}

/** The engine's guesses other than text. */
async function sniff(session: Session, load: SeedLoad, open: readonly string[]): Promise<Guess[]> {
  const options = `delim = ${literal(load.delimiter)}, quote = '"', escape = '"', header = true`;
  try {
    const [row] = await session.rows(
      `select Columns as columns, DateFormat as dates, TimestampFormat as times from sniff_csv(${literal(globSafe(load.path))}, ${options})`,
    );
    const columns = (row?.columns ?? []) as readonly { readonly type: string }[];
    if (columns.length !== load.header.length) return [];
    return columns.flatMap(({ type }, index) => {
      const name = load.header[index] ?? '';
      const odd = (type === 'DATE' && row?.dates !== isoDate) || (type === 'TIMESTAMP' && !isoTime(row?.times));
      return open.includes(name) && type !== 'VARCHAR' && !odd ? [{ name, type }] : [];
    });
  } catch (error) {
    // What is wrong with the file comes out where it is read; the sniffer only says that it is lost.
    if (error instanceof EngineError && error.kind !== 'interrupted') return [];
    throw error;
  }
}

const isoDate = '%Y-%m-%d';

function isoTime(format: unknown): boolean {
  return format === null || (typeof format === 'string' && format.startsWith(isoDate));
}

/** The guesses that hold for every value, in the types they come to; the others as text. */
async function holding(session: Session, text: string, guesses: readonly Guess[]): Promise<Map<string, string>> {
  if (guesses.length === 0) return new Map();
  const facts = guesses.flatMap(({ name, type }, index) =>
    factsOf(type, identifier(name)).map(([fact, sql]) => `${sql} as ${fact}${index}`),
  );
  const [row = {}] = await session.rows(`select ${facts.join(', ')} from ${text}`);
  return new Map(guesses.map(({ name, type }, index) => [name, settled(type, (fact) => row[`${fact}${index}`])]));
}

function factsOf(type: string, column: string): readonly (readonly [string, string])[] {
  const all = (condition: string) => `coalesce(bool_and(${condition}) filter (where ${column} is not null), true)`;
  const cast = (to: string) => `try_cast(${column} as ${to})`;
  switch (type) {
    case 'BOOLEAN':
      return [['ok', all(`lower(${column}) in ('true', 'false')`)]];
    case 'BIGINT':
      return [
        ['ok', all(`regexp_full_match(${column}, '\\s*-?(0|[1-9][0-9]*)\\s*') and ${cast('bigint')} is not null`)],
        ['least', `min(${cast('bigint')})`],
        ['most', `max(${cast('bigint')})`],
      ];
    case 'DOUBLE':
      return [
        ['ok', all(`not regexp_matches(${column}, '^\\s*[-+]?0[0-9]|_') and ${cast('double')} is not null`)],
        ['whole', all(`regexp_full_match(${column}, '\\s*[-+]?[0-9]+\\s*')`)],
        ['huge', all(`${cast('hugeint')} is not null`)],
      ];
    case 'DATE':
      return [
        [
          'ok',
          all(`regexp_full_match(${column}, '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*') and ${cast('date')} is not null`),
        ],
      ];
    default:
      return [['ok', all(`${cast(type)} is not null`)]];
  }
}

const [least, most] = [-2_147_483_648, 2_147_483_647];

function settled(type: string, fact: (name: string) => Row[string]): string {
  if (fact('ok') !== true) return 'VARCHAR';
  if (type === 'BIGINT') return Number(fact('least')) >= least && Number(fact('most')) <= most ? 'INTEGER' : 'BIGINT';
  if (type !== 'DOUBLE' || fact('whole') !== true) return type;
  // Whole numbers beyond BIGINT: a double would lose their last digits.
  return fact('huge') === true ? 'HUGEINT' : 'VARCHAR';
}
