import type { ColumnType } from '../../adapter/port.ts';
import { sameName } from '../../check/columns.ts';
import { labelsAt } from '../../check/places.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { identifier } from '../../sql/identifier.ts';
import type { Build } from './build.ts';
import { columnsOf, nameSet, type Retyped, retype } from './columns.ts';

interface Difference {
  readonly added: readonly ColumnType[];
  readonly missing: readonly ColumnType[];
  readonly retyped: readonly Retyped[];
}

/**
 * Brings table and delta together as `on_schema_change` says; the columns to write, by name, as the delta spells them.
 * What would change values in silence is an error (M503).
 */
export async function evolve(build: Build, delta: string, deltaColumns: readonly ColumnType[]): Promise<string[]> {
  const { session, relation, model } = build;
  const difference = compare(await columnsOf(session, relation), deltaColumns);
  const { added, missing, retyped } = difference;
  switch (model.config.on_schema_change) {
    case 'ignore':
      if (missing.length > 0) throw changed(build, difference, 'leave columns in, or set `on_schema_change`');
      break;
    case 'fail':
      if (added.length + missing.length + retyped.length > 0) {
        throw changed(build, difference, 'build the table anew with `--full-refresh`, or set `on_schema_change`');
      }
      break;
    case 'append_new_columns':
      await addColumns(build, added);
      break;
    case 'sync_all_columns':
      await syncColumns(build, difference);
      return deltaColumns.map((one) => one.name);
  }
  await retype(build, 'delta', delta, retyped);
  const ignored = model.config.on_schema_change === 'ignore' ? nameSet(added.map((one) => one.name)) : new Set();
  return deltaColumns.map((one) => one.name).filter((name) => !ignored.has(name.toLowerCase()));
}

/**
 * The table's side of `evolve`, for when rows of the table are to be deleted before there is a delta: the engine alters
 * no table after that in one transaction.
 */
export async function alterFirst(build: Build): Promise<void> {
  const { on_schema_change } = build.model.config;
  if (on_schema_change !== 'append_new_columns' && on_schema_change !== 'sync_all_columns') return;
  const known = await build.session.columns(build.code.text);
  const difference = compare(await columnsOf(build.session, build.relation), known);
  if (on_schema_change === 'append_new_columns') await addColumns(build, difference.added);
  else await syncColumns(build, difference);
}

async function syncColumns(build: Build, { added, missing, retyped }: Difference): Promise<void> {
  await addColumns(build, added);
  for (const { name } of missing) {
    await build.session.run(`alter table ${build.relation} drop column ${identifier(name)}`);
  }
  const turned = retyped.map(({ name, from, to }) => ({ name, from: to, to: from }));
  await retype(build, 'table', build.relation, turned);
}

/**
 * For files that stay beside new ones: other columns than theirs are an error, and so are values that their types would
 * change (M503).
 */
export async function fitStored(
  build: Build,
  delta: string,
  stored: readonly ColumnType[],
  given: readonly ColumnType[],
): Promise<void> {
  const difference = compare(stored, given);
  const { added, missing, retyped } = difference;
  if (added.length + missing.length > 0) {
    throw changed(build, difference, 'write all partitions anew with `--full-refresh`');
  }
  await retype(build, 'delta', delta, retyped);
}

/** `retyped` goes from the delta's type to the table's. */
export function compare(table: readonly ColumnType[], delta: readonly ColumnType[]): Difference {
  const [inTable, inDelta] = [nameSet(table.map((one) => one.name)), nameSet(delta.map((one) => one.name))];
  return {
    added: delta.filter((one) => !inTable.has(one.name.toLowerCase())),
    missing: table.filter((one) => !inDelta.has(one.name.toLowerCase())),
    retyped: delta.flatMap(({ name, type }) => {
      const stored = table.find((one) => sameName(one.name, name));
      return stored && stored.type !== type ? [{ name, from: type, to: stored.type }] : [];
    }),
  };
}

export async function addColumns(build: Build, columns: readonly ColumnType[]): Promise<void> {
  for (const { name, type } of columns) {
    await build.session.run(`alter table ${build.relation} add column ${identifier(name)} ${type}`);
  }
}

function changed(build: Build, { added, missing, retyped }: Difference, help: string): DiagnosticError {
  const parts = [
    ...(added.length > 0 ? [`${names(added)} new`] : []),
    ...(missing.length > 0 ? [`${names(missing)} gone`] : []),
    ...(retyped.length > 0 ? [`${names(retyped)} of another type`] : []),
  ];
  return new DiagnosticError([
    diagnostic('M503', `the columns of the model have changed: ${parts.join(', ')}`, {
      labels: labelsAt(build.code, null, 1, 'this model', build.place),
      notes: retyped.map(({ name, from, to }) => `\`${name}\` is ${from}, in the table ${to}`),
      help,
      node: build.place.node,
    }),
  ]);
}

function names(columns: readonly { readonly name: string }[]): string {
  return columns.map((one) => `\`${one.name}\``).join(', ');
}
