import type { ColumnType } from '../adapter/port.ts';
import { labelsAt } from '../check/places.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Constraint, Model } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import type { Build } from './materializations/build.ts';
import { columnsOf, sameName } from './materializations/columns.ts';

/**
 * Before a model with an enforced contract is built: its query must give the promised columns with the promised types,
 * in any order. All that differs is one finding. A query that the engine refuses is left to whoever builds it.
 */
export async function keepsShape(build: Build): Promise<void> {
  const { model, session, code } = build;
  if (!model.config.contract.enforced) return;
  const given = await session.columns(code.text).catch(() => null);
  if (given) await compare(build, given);
}

/** The same for the table that was added to: `on_schema_change` may have left it as it was. */
export async function tableKeepsShape(build: Build): Promise<void> {
  const { model, session, relation, existing } = build;
  const isKept = model.config.materialized === 'incremental' && existing === 'table';
  if (model.config.contract.enforced && isKept) await compare(build, await columnsOf(session, relation));
}

async function compare(build: Build, given: readonly ColumnType[]): Promise<void> {
  const promised = await promisedTypes(build);
  const find = (columns: readonly ColumnType[], name: string) => columns.find((one) => sameName(one.name, name));
  const broken = [
    ...promised.flatMap(({ name, type }) => {
      const found = find(given, name);
      if (!found) return [`\`${name}\` ${type}: missing`];
      return found.type === type ? [] : [`\`${name}\` ${type}: the model gives ${found.type}`];
    }),
    ...given.filter(({ name }) => !find(promised, name)).map(({ name, type }) => `\`${name}\` ${type}: not promised`),
  ];
  if (broken.length > 0) throw brokenContract(build, 'the model does not give what its contract promises', broken);
}

/** Promised types in the engine's own spelling. */
async function promisedTypes(build: Build): Promise<readonly ColumnType[]> {
  const { columns } = build.model;
  const untyped = columns
    .filter((column) => column.dataType === null)
    .map((column) => `\`${column.name}\`: no \`data_type\``);
  if (untyped.length > 0 || columns.length === 0) {
    throw brokenContract(build, 'an enforced contract names every column and its type', untyped);
  }
  const nulls = columns.map(({ name, dataType }) => `cast(null as ${dataType}) as ${identifier(name)}`);
  return build.session.columns(`select ${nulls.join(', ')}`);
}

/** After it is built and before it is published: its constraints hold for every row. */
export async function keepsConstraints(build: Build, relation: string): Promise<void> {
  const { model, session } = build;
  // The versions of a row in a history repeat its key.
  if (!model.config.contract.enforced || model.config.materialized === 'scd2') return;
  const broken: string[] = [];
  for (const { said, bad } of constraints(model, relation)) {
    const [row] = await session.rows(`select count(*) as bad from (${bad})`);
    const count = Number(row?.bad ?? 0);
    if (count > 0) broken.push(`${said}: ${count} bad ${count === 1 ? 'row' : 'rows'}`);
  }
  if (broken.length > 0) throw brokenContract(build, 'rows break the contract of the model', broken);
}

function constraints(model: Model, relation: string): { readonly said: string; readonly bad: string }[] {
  return [
    ...model.columns.flatMap((column) => column.constraints.map((one) => query(one, [column.name], relation))),
    ...model.constraints.map((one) => query(one, one.columns, relation)),
  ].flat();
}

/** A query for rows that break a constraint; none for a kind that only another engine could hold. */
function query(constraint: Constraint, names: readonly string[], relation: string): { said: string; bad: string }[] {
  const columns = names.map(identifier);
  const said = `${constraint.type} of ${names.map((name) => `\`${name}\``).join(', ') || 'the model'}`;
  if (columns.length === 0 && constraint.type !== 'check') return [];
  const filled = columns.map((column) => `${column} is not null`).join(' and ');
  const unique = `select 1 from ${relation} where ${filled} group by ${columns.join(', ')} having count(*) > 1`;
  const empty = `select 1 from ${relation} where ${columns.map((column) => `${column} is null`).join(' or ')}`;
  switch (constraint.type) {
    case 'not_null':
      return [{ said, bad: empty }];
    case 'unique':
      return [{ said, bad: unique }];
    case 'primary_key':
      return [{ said, bad: `${unique} union all ${empty}` }];
    case 'check':
      return [{ said, bad: `select 1 from ${relation} where not (${constraint.expression ?? 'true'}\n)` }];
    default:
      return [];
  }
}

function brokenContract(build: Build, message: string, broken: readonly string[]): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M307', message, {
      labels: labelsAt(build.code, null, 1, 'this model', build.place),
      notes: broken,
      help: 'change the model, or the `columns` of its contract',
      node: build.place.node,
    }),
  ]);
}
