import type { Compared, Comparison, NotIn } from '../../../adapter/query-text.ts';
import type { Reader } from './output.ts';
import { type FunctionTypes, resolve, type Scope } from './scope.ts';
import { conjuncts, type Expression } from './tree.ts';
import { typeOf } from './types.ts';
import { expressionsOf, type Select } from './walk.ts';

const equalities = new Set(['COMPARE_EQUAL', 'COMPARE_NOTEQUAL', 'COMPARE_DISTINCT_FROM', 'COMPARE_NOT_DISTINCT_FROM']);

/** What one SELECT compares, by signs and by USING. */
export function comparisonsIn(select: Select, functions: FunctionTypes): readonly Comparison[] {
  const found: Comparison[] = [];
  expressionsOf(select, ({ class: kind, type, left, right, query_location }) => {
    if (kind !== 'COMPARISON' || !left || !right) return true;
    const sides = [left, right].map((side) => comparedOf(side, select.scope, functions));
    const [one, other] = sides;
    const at = query_location ?? one?.at;
    if (one && other && at !== undefined) found.push({ at, isEquality: equalities.has(type), left: one, right: other });
    return true;
  });
  for (const { using, left, right, at } of select.scope.joins) {
    for (const name of using) {
      const sides = [left, right].map((sources) => resolve([name], { sources, joins: [], outer: null }));
      const [one, other] = sides.map((meant) => (meant && !meant.isMerged ? meant.column.type : null));
      if (!one || !other || at === null) continue;
      const side = (type: string): Compared => ({ at, type, kind: 'using' });
      found.push({ at, isEquality: true, left: side(one), right: side(other) });
    }
  }
  return found;
}

const kinds: Readonly<Record<string, Compared['kind']>> = { CONSTANT: 'constant', CAST: 'cast', COLUMN_REF: 'column' };

function comparedOf(side: Expression, scope: Scope, functions: FunctionTypes): Compared | null {
  const at = side.query_location;
  return at === undefined ? null : { at, type: typeOf(side, scope, functions), kind: kinds[side.class] ?? 'other' };
}

/** `not in (select …)` whose subquery gives a column of a table as it is. */
export function notInsIn(select: Select, reader: Reader): readonly NotIn[] {
  const found: NotIn[] = [];
  expressionsOf(select, (expression) => {
    const [inner] = expression.type === 'OPERATOR_NOT' ? (expression.children ?? []) : [];
    const node = inner?.class === 'SUBQUERY' && inner.subquery_type === 'ANY' ? inner.subquery?.node : undefined;
    if (!node || !inner || inner.comparison_type !== 'COMPARE_EQUAL' || node.type !== 'SELECT_NODE') return true;
    const at = inner.query_location;
    const [column, second] = reader.outputOf(node, select.ctes).columns ?? [];
    const [item] = node.select_list ?? [];
    if (at === undefined || !column?.origin || second || !item || isFound(node.where_clause, item)) return true;
    found.push({ at, column: column.origin, isLoose: column.isLoose });
    return true;
  });
  return found;
}

/** Whether a condition leaves out the rows in which an item is NULL. */
function isFound(condition: Expression | undefined, item: Expression): boolean {
  const name = item.column_names?.at(-1)?.toLowerCase();
  const isItem = (side: Expression | undefined) => side?.column_names?.at(-1)?.toLowerCase() === name;
  return conjuncts(condition).some((one) => {
    // Whatever is compared is there.
    if (one.class === 'COMPARISON' && !one.type.includes('DISTINCT')) return isItem(one.left) || isItem(one.right);
    const [child] = one.children ?? [];
    return one.type === 'OPERATOR_IS_NOT_NULL' || one.type === 'COMPARE_IN' ? isItem(child) : isItem(inputOf(one));
  });
}

function inputOf(one: Expression): Expression | undefined {
  return 'input' in one ? (one.input as Expression) : undefined;
}
