import { brokenContract, keepsPromises } from '../check/contract.ts';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import { type Constraint, holdsConstraints, type Model } from '../nodes/node.ts';
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

/** How many rows that break a constraint are shown. */
const shown = 3;

/** After it is built and before it is published: its constraints hold for every row. */
export async function keepsConstraints(build: Build, relation: string): Promise<void> {
  const { model, session } = build;
  if (!holdsConstraints(model)) return;
  const broken: string[] = [];
  for (const { said, bad } of constraints(model, relation)) {
    const [row] = await session.rows(`select count(*) as bad from (${bad})`);
    const count = Number(row?.bad ?? 0);
    if (count === 0) continue;
    const rows = await session.rows(`select cast(mart_bad as varchar) as bad from (${bad}) as mart_bad limit ${shown}`);
    const examples = rows
      .map((one) => String(one.bad))
      .map((text) => (text.length > 300 ? `${text.slice(0, 299)}…` : text));
    const rest = count > rows.length ? [`… and ${count - rows.length} more`] : [];
    broken.push([`${said}: ${count} bad ${count === 1 ? 'row' : 'rows'}`, ...examples, ...rest].join('\n'));
  }
  if (broken.length === 0) return;
  throw new DiagnosticError([
    brokenContract('rows break the constraints of the model', broken, build.code, build.place),
  ]);
}

function constraints(model: Model, relation: string): { readonly said: string; readonly bad: string }[] {
  return [
    ...model.columns.flatMap((column) => column.constraints.map((one) => query(one, [column.name], relation))),
    ...model.constraints.map((one) => query(one, one.columns, relation)),
  ].flat();
}

/** A query for rows that break a constraint; none for a kind that is not held. */
function query(constraint: Constraint, names: readonly string[], relation: string): { said: string; bad: string }[] {
  const columns = names.map(identifier);
  const { type, expression, name } = constraint;
  const of = type === 'check' ? `\`${expression ?? ''}\`` : names.map((one) => `\`${one}\``).join(', ');
  const said = `${type}${name === null ? '' : ` \`${name}\``} of ${of}`;
  if (columns.length === 0 && type !== 'check') return [];
  const filled = columns.map((column) => `${column} is not null`).join(' and ');
  const isEmpty = columns.map((column) => `${column} is null`).join(' or ');
  const twice = `select ${columns.join(', ')}, count(*) as "rows" from ${relation} where ${filled} group by ${columns.join(', ')} having count(*) > 1`;
  const empty = {
    said: type === 'not_null' ? said : `${said}, which holds NULL`,
    bad: `select * from ${relation} where ${isEmpty}`,
  };
  switch (type) {
    case 'not_null':
      return [empty];
    case 'unique':
      return [{ said, bad: twice }];
    case 'primary_key':
      return [{ said, bad: twice }, empty];
    case 'check':
      return [{ said, bad: `select * from ${relation} where not (${expression ?? 'true'}\n)` }];
    default:
      return [];
  }
}
