import type { ColumnType } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import type { Build } from './build.ts';
import { knownColumns, nameSet, sameKey } from './columns.ts';
import { delta, type History, type Instant, refused } from './scd2-history.ts';

/** The run's instant as SQL. */
export function runInstant(build: Build): string {
  return `cast(${literal(build.now.toISOString().slice(0, -1))} as timestamp)`;
}

/** `updated_at`, or the run's instant where there is none. */
export async function changeTime(build: Build, columns: readonly ColumnType[]): Promise<Instant> {
  const { updated_at } = build.model.config;
  if (updated_at === null) {
    const now = runInstant(build);
    return () => now;
  }
  const [name = updated_at] = knownColumns(build, 'updated_at', [updated_at], columns);
  const rows = await build.session.rows(`select count(*) as n from ${delta} where ${identifier(name)} is null`);
  const nulls = Number(rows[0]?.n ?? 0);
  if (nulls > 0) {
    throw refused(build, 'M501', `\`updated_at\` names \`${name}\`, which is null in ${many(nulls)}`, {
      help: 'a version needs an instant: give these rows one, or leave them out',
    });
  }
  return (of) => `cast(${of}${identifier(name)} as timestamp)`;
}

/** Whether a row `d` differs from the current version `c` of its key, as SQL. */
export function changed(build: Build, { columns, key, at, meta }: History): string {
  const { strategy, check_cols } = build.model.config;
  if (strategy === 'timestamp') return `${at('d.')} > ${lastChange(at, meta.validFrom)}`;
  const keys = nameSet(key);
  const checked =
    check_cols === 'all' || check_cols === null
      ? columns.map((one) => one.name).filter((name) => !keys.has(name.toLowerCase()))
      : knownColumns(build, 'check_cols', check_cols, columns);
  const differs = checked.map((name) => `d.${identifier(name)} is distinct from c.${identifier(name)}`);
  return differs.length === 0 ? 'false' : `(${differs.join(' or ')})`;
}

/** A version may start after its row changed: what counts is what the row itself said. */
function lastChange(at: Instant, validFrom: string): string {
  return `coalesce(${at('c.')}, c.${validFrom})`;
}

/**
 * Rows whose values changed while their `updated_at` did not go on. With the same instant there is no telling which of
 * the two is right: an error (M520). Older ones came late: the history goes on from what is newer, and says so (M521).
 */
export async function outOfOrder(
  build: Build,
  { columns, key, at, meta, marksDeleted }: History,
  isNew: (column: string) => boolean,
): Promise<readonly Diagnostic[]> {
  const { strategy, updated_at } = build.model.config;
  if (strategy !== 'timestamp' || updated_at === null) return [];
  const skipped = nameSet([...key, updated_at]);
  const names = columns.map((one) => one.name).filter((name) => !skipped.has(name.toLowerCase()) && !isNew(name));
  if (names.length === 0) return [];
  const differs = names.map((name) => `d.${identifier(name)} is distinct from c.${identifier(name)}`);
  const [same, older] = ['=', '<'].map((sign) => `${at('d.')} ${sign} ${lastChange(at, meta.validFrom)}`);
  const alive = marksDeleted ? ` and not coalesce(c.${meta.isDeleted}, false)` : '';
  const keyText = key.map(
    (name) => `${literal(`${name} = `)} || coalesce(cast(d.${identifier(name)} as varchar), 'null')`,
  );
  const which = `min(${keyText.join(` || ', ' || `)})`;
  const [row] = await build.session.rows(
    [
      `select count(*) filter (where ${same}) as equals, ${which} filter (where ${same}) as equal_key,`,
      `count(*) filter (where ${older}) as olds, ${which} filter (where ${older}) as old_key,`,
      differs.map((one, index) => `bool_or(${one}) filter (where ${same}) as c${index}`).join(', '),
      `from ${delta} as d join ${build.relation} as c on ${sameKey('d', 'c', key)}`,
      `where c.${meta.validTo} is null${alive} and (${differs.join(' or ')})`,
    ].join('\n'),
  );
  const [equals, olds] = [Number(row?.equals ?? 0), Number(row?.olds ?? 0)];
  if (equals > 0) {
    const differing = names.filter((_, index) => row?.[`c${index}`] === true).map((name) => `\`${name}\``);
    throw refused(
      build,
      'M520',
      `${many(equals)} changed and ${equals === 1 ? 'has' : 'have'} the same \`${updated_at}\` as before`,
      {
        notes: [`for example ${String(row?.equal_key)}`, `what differs: ${differing.join(', ')}`],
        help: `\`strategy: check\` with \`updated_at: ${updated_at}\` makes a version of every change; columns that change by themselves belong into no history`,
      },
    );
  }
  return olds === 0 ? [] : [late(build, updated_at, olds, String(row?.old_key))];
}

function late(build: Build, updatedAt: string, count: number, example: string): Diagnostic {
  const message = `${many(count)} came late: \`${updatedAt}\` is older than in the current version, which stays`;
  return diagnostic('M521', message, {
    severity: 'warning',
    labels: labelsAt(build.code, null, 1, 'this model', build.place),
    notes: [`for example ${example}`],
    help: 'what a history says of the past stays as it is; `strategy: check` takes the values as they are now',
    node: build.place.node,
  });
}

function many(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
