import { familyOf } from '../../../sql/type-family.ts';
import { type FunctionTypes, resolve, type Scope } from './scope.ts';
import type { Expression } from './tree.ts';

/** What has the type of what it is given. */
const sameAsGiven = new Set([
  'max',
  'min',
  'any_value',
  'first',
  'last',
  'arbitrary',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'nullif',
]);
const arithmetic = new Set(['+', '-', '*', '/', '//', '%']);

/**
 * A type of the family that an expression has; null where only the binder knows. It is enough to see that two sides are
 * of one family.
 */
export function typeOf(expression: Expression, scope: Scope, functions: FunctionTypes): string | null {
  const of = (one: Expression) => typeOf(one, scope, functions);
  const { class: kind, type, children = [], function_name: name = '' } = expression;
  switch (kind) {
    case 'CAST':
      return expression.cast_type?.id ?? null;
    case 'CONSTANT':
      return expression.value?.type.id ?? null;
    case 'COLUMN_REF': {
      const meant = resolve(expression.column_names ?? [], scope);
      return meant && !meant.isMerged ? meant.column.type : null;
    }
    case 'COMPARISON':
    case 'CONJUNCTION':
    case 'BETWEEN':
      return 'BOOLEAN';
    case 'OPERATOR':
      return type === 'OPERATOR_COALESCE' ? common(children.map(of)) : null;
    case 'CASE': {
      const results = (expression.case_checks ?? []).map(({ then_expr }) => then_expr);
      return common([...results, ...(expression.else_expr ? [expression.else_expr] : [])].map(of));
    }
    case 'FUNCTION':
    case 'WINDOW': {
      const [first, second] = children;
      if (name === 'date_trunc') return second ? of(second) : null;
      if (sameAsGiven.has(name)) return first ? of(first) : null;
      if (arithmetic.has(name)) return children.every((one) => isNumber(of(one))) ? 'DOUBLE' : null;
      return functions.get(name) ?? null;
    }
    default:
      return null;
  }
}

function isNumber(type: string | null): boolean {
  return type !== null && familyOf(type) === 'number';
}

/** The type that several have, NULL left out; null where they differ or one is unknown. */
function common(types: readonly (string | null)[]): string | null {
  const told = types.filter((type) => type !== 'NULL');
  const [first] = told;
  if (first === undefined || first === null) return null;
  const family = familyOf(first);
  return family !== null && told.every((type) => type !== null && familyOf(type) === family) ? first : null;
}
