import { EngineError, type SeedLoad, type Session } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { fitsSql } from './contract/fits.ts';
import { shownPath } from './file-errors.ts';
import { physicalLine } from './physical-line.ts';
import { readCsv } from './scan-csv.ts';
import { foundTypes, seedText } from './seed-types.ts';
import { wholeNumber } from './whole-number.ts';

/** The query over a seed: declared types, and for the other columns those that all of their values have. */
export async function seedQuery(session: Session, load: SeedLoad, root: string): Promise<string> {
  const declared = new Map(Object.entries(load.types).map(([name, type]) => [name.toLowerCase(), type]));
  const open = load.header.filter((name) => !declared.has(name.toLowerCase()));
  await refuseInexact(session, load, declared, root);
  const found = open.length === 0 ? new Map<string, string>() : await foundTypes(session, load, open);
  const columns = load.header.map((name) => ({
    name,
    type: declared.get(name.toLowerCase()) ?? found.get(name) ?? 'VARCHAR',
  }));
  return `select * from ${readCsv([load.path], columns, load.delimiter)}`;
}

/** What the engine cuts off without a word: it rounds 1.5 to a whole number, and takes a time of day for its date. */
async function refuseInexact(
  session: Session,
  load: SeedLoad,
  declared: ReadonlyMap<string, string>,
  root: string,
): Promise<void> {
  const typeOf = (name: string) => declared.get(name.toLowerCase())?.trim() ?? '';
  const exact = load.header.filter((name) => wholeNumber.test(typeOf(name)) || /^date$/i.test(typeOf(name)));
  if (exact.length === 0) return;
  const bad = (name: string) => `not ${fitsSql(identifier(name), { name, type: typeOf(name) }, 'csv')}`;
  const text = seedText(load);
  const [any] = await session.rows(`select bool_or(${exact.map(bad).join(' or ')}) as found from ${text}`);
  if (any?.found !== true) return;
  const cell = (sql: (name: string, at: number) => string) =>
    `case ${exact.map((name, at) => `when ${bad(name)} then ${sql(name, at)}`).join(' ')} end`;
  const [row] = await session.rows(
    `select * from (select row_number() over () as record, ${cell((_, at) => String(at))} as place, ${cell(identifier)} as cell from ${text}) where cell is not null limit 1`,
  );
  const name = exact[Number(row?.place)] ?? '';
  const line = physicalLine(load.path, Number(row?.record) + 1);
  throw new EngineError(
    'conversion',
    `line ${line} of ${shownPath(load.path, root)}: "${row?.cell}" in column "${name}" is not ${declared.get(name.toLowerCase())?.toUpperCase()}`,
    { sql: '' },
  );
}
