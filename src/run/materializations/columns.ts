import type { ColumnType, Session } from '../../adapter/port.ts';
import { findColumn, refuseSameNames, unknownColumn } from '../../check/columns.ts';
import { labelsAt } from '../../check/places.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import type { Build } from './build.ts';

export function nameSet(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

export function columnList(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}

/** `a."x" is not distinct from b."x" and …`: NULL equals NULL. */
export function sameKey(a: string, b: string, names: readonly string[]): string {
  return names.map((name) => `${a}.${identifier(name)} is not distinct from ${b}.${identifier(name)}`).join(' and ');
}

export function columnsOf(session: Session, relation: string): Promise<readonly ColumnType[]> {
  return session.columns(`select * from ${relation}`);
}

/**
 * Two output columns of one name are an error (M309). Engines rename the second without a word (`id_1`), so the names
 * of the query itself are looked at, and only where the relation that came of it has such a name.
 */
export async function distinctNames(build: Build, relation: string): Promise<void> {
  const made = await columnsOf(build.session, relation);
  if (!made.some(({ name }) => /[_:]\d+$/.test(name))) return;
  refuseSameNames(await build.session.columns(build.code.text), build.code, build.place);
}

/** Columns of `delta` by name, as the delta spells them; a name it does not have is an error (M301). */
export function knownColumns(
  build: Build,
  option: string,
  names: readonly string[],
  delta: readonly ColumnType[],
): readonly string[] {
  return names.map((name) => {
    const found = findColumn(delta, name);
    if (found) return found.name;
    throw new DiagnosticError([unknownColumn(option, name, delta, build.code, build.place)]);
  });
}

/** A column whose values are to be stored in another type. */
export interface Retyped {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Gives columns of the delta, or of the stored table, their new types, unless that would change a value (M503). */
export async function retype(
  build: Build,
  whose: 'delta' | 'table',
  relation: string,
  columns: readonly Retyped[],
): Promise<void> {
  await refuseLoss(build, whose, relation, columns);
  for (const { name, to } of columns) {
    await build.session.run(`alter table ${relation} alter column ${identifier(name)} set data type ${to}`);
  }
}

/** Values that do not come back as they were from their new type are an error naming the column. */
async function refuseLoss(
  build: Build,
  whose: 'delta' | 'table',
  relation: string,
  columns: readonly Retyped[],
): Promise<void> {
  if (columns.length === 0) return;
  const lost = ({ name, from, to }: Retyped): string => {
    const column = identifier(name);
    return `${column} is not null and try_cast(try_cast(${column} as ${to}) as ${from}) is distinct from ${column}`;
  };
  const counts = columns.flatMap((one, index) => [
    `count(*) filter (where ${lost(one)}) as n${index}`,
    `min(cast(${identifier(one.name)} as varchar)) filter (where ${lost(one)}) as v${index}`,
  ]);
  const [row] = await build.session.rows(`select ${counts.join(', ')} from ${relation}`);
  const bad = columns.flatMap((one, index) => {
    const count = Number(row?.[`n${index}`] ?? 0);
    return count === 0 ? [] : [{ ...one, count, value: String(row?.[`v${index}`]) }];
  });
  if (bad.length === 0) return;
  throw new DiagnosticError(
    bad.map(({ name, from, to, count, value }) => {
      const [now, stored, lost] =
        whose === 'delta' ? [from, to, many(count)] : [to, from, `${many(count)} of the table`];
      return diagnostic('M503', `column \`${name}\` is now ${now} and the table has ${stored}: ${lost} would be lost`, {
        labels: labelsAt(build.code, null, 1, 'this model', build.place),
        notes: [`for example ${literal(value)}`],
        help: `cast \`${name}\` in the model, or build the table anew with \`--full-refresh\``,
        node: build.place.node,
      });
    }),
  );
}

function many(count: number): string {
  return count === 1 ? '1 value' : `${count} values`;
}
