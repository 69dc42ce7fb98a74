import { brokenContract, keepsPromises } from '../check/contract.ts';
import type { Constraint, Model } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import type { Build } from './materializations/build.ts';
import { columnsOf } from './materializations/columns.ts';

/** Before a model with an enforced contract is built. A query that the engine refuses is left to whoever builds it. */
export async function keepsShape({ model, session, code, place }: Build): Promise<void> {
  if (!model.config.contract.enforced) return;
  const given = await session.columns(code.text).catch(() => null);
  if (given) await keepsPromises(session, model, given, code, place);
}

/** The same for the table that was added to: `on_schema_change` may have left it as it was. */
export async function tableKeepsShape({ model, session, code, place, relation, existing }: Build): Promise<void> {
  const isKept = model.config.materialized === 'incremental' && existing === 'table';
  if (!model.config.contract.enforced || !isKept) return;
  await keepsPromises(session, model, await columnsOf(session, relation), code, place);
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
  if (broken.length > 0) throw brokenContract('rows break the contract of the model', broken, build.code, build.place);
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
