import type { Column } from './output.ts';
import type { Expression, Type } from './plan.ts';
import { needed, onlyKeys, Unreadable } from './unreadable.ts';
import { computed, constant, nothing, type Value } from './value.ts';

const common = ['expression_class', 'type', 'alias', 'query_location', 'return_type'];
export const functionKeys = [
  'children',
  'name',
  'arguments',
  'original_arguments',
  'catalog_name',
  'schema_name',
  'has_serialize',
  'is_operator',
  'function_data',
];

/** The keys of one class of expressions. */
export function keys(...own: readonly string[]): ReadonlySet<string> {
  return new Set([...common, ...own]);
}

interface Reader {
  readonly keys: ReadonlySet<string>;
  /** `read` reads an expression of the same input. */
  readonly value: (expression: Expression, read: (inner: Expression) => Value) => Value;
}

/** Classes that compute something of their parts; what is not here is not understood. */
const readers: Readonly<Record<string, Reader>> = {
  BOUND_CONSTANT: { keys: keys('value'), value: ({ value }) => (value?.is_null === true ? nothing : constant) },
  BOUND_CAST: { keys: keys('child', 'try_cast'), value: cast },
  // Lambdas are in function_data; what they capture is among the children.
  BOUND_FUNCTION: {
    keys: keys(...functionKeys),
    value: functionOf,
  },
  BOUND_OPERATOR: { keys: keys('children'), value: ({ children = [] }, read) => computed(children.map(read)) },
  BOUND_CONJUNCTION: { keys: keys('children'), value: ({ children = [] }, read) => computed(children.map(read)) },
  BOUND_COMPARISON: {
    keys: keys('left', 'right'),
    value: ({ left, right }, read) => computed([read(part(left)), read(part(right))]),
  },
  BOUND_BETWEEN: {
    keys: keys('input', 'lower', 'upper', 'lower_inclusive', 'upper_inclusive'),
    value: ({ input, lower, upper }, read) => computed([input, lower, upper].map((one) => read(part(one)))),
  },
  BOUND_CASE: { keys: keys('case_checks', 'else_expr'), value: caseOf },
};

function functionOf({ name, children = [], return_type }: Expression, read: (inner: Expression) => Value): Value {
  const values = children.map(read);
  const value = fieldOf(name, values, children) ?? computed(values);
  if (name === 'list_value' || name === 'unpivot_list') return { ...value, isFixedList: true };
  return name === 'struct_pack' ? { ...value, fields: fieldsOf(return_type, values) } : value;
}

function fieldsOf(type: Type | undefined, values: readonly Value[]): ReadonlyMap<string, Value> {
  const names = type?.type_info?.child_types?.map(({ first = '' }) => first.toLowerCase()) ?? [];
  return new Map(names.length === values.length ? names.map((name, at) => [name, values[at] ?? nothing]) : []);
}

/** A field of a struct that was put together comes from what was put there, and from no other field. */
function fieldOf(name: string | undefined, [struct]: readonly Value[], children: readonly Expression[]): Value | null {
  const key = name === 'struct_extract' ? children[1]?.value?.value : undefined;
  const field = typeof key === 'string' ? struct?.fields?.get(key.toLowerCase()) : undefined;
  if (!struct || !field) return null;
  const value = computed([field]);
  return { ...value, rows: value.rows | struct.rows, ...(field.fields ? { fields: field.fields } : {}) };
}

function part(expression: Expression | undefined): Expression {
  return needed(expression, 'a part of an expression');
}

/** Casts to the type that is there already change nothing: the engine leaves some around constants. */
function cast({ child, return_type }: Expression, read: (inner: Expression) => Value): Value {
  const value = read(part(child));
  if (value.isNull || JSON.stringify(child?.return_type) === JSON.stringify(return_type)) return value;
  return computed([value]);
}

function caseOf({ case_checks = [], else_expr }: Expression, read: (inner: Expression) => Value): Value {
  const [first, second] = case_checks;
  if (first && !second && isGuard(first.then_expr)) return read(part(else_expr));
  const checks = case_checks.flatMap(({ when_expr, then_expr }) => [read(when_expr), read(then_expr)]);
  return computed([...checks, read(part(else_expr))]);
}

/** The engine puts the one value of a scalar subquery behind a check that there are not more. */
function isGuard({ expression_class, name, children = [] }: Expression): boolean {
  const said = expression_class === 'BOUND_FUNCTION' && name === 'error' ? children[0]?.value?.value : null;
  return typeof said === 'string' && said.startsWith('More than one row returned by a subquery');
}

const referenceKeys = keys('index');
const bindingKeys = keys('binding', 'depth');

/** The column that a reference means, or null where the expression is more than a reference. */
export function referred(expression: Expression, input: readonly Column[]): Column | null {
  if (expression.expression_class === 'BOUND_REF') {
    onlyKeys(expression, referenceKeys, 'a reference');
    return checked(input[needed(expression.index, 'the position of a reference')], expression);
  }
  if (expression.expression_class !== 'BOUND_COLUMN_REF') return null;
  onlyKeys(expression, bindingKeys, 'a reference');
  const { table_index: table, column_index: at } = needed(expression.binding, 'the binding of a reference');
  if (expression.depth) throw new Unreadable('the plan refers to an outer query in a way that is not understood');
  return checked(
    input.find((column) => column.table === table && column.at === at),
    expression,
  );
}

function checked(column: Column | undefined, { return_type }: Expression): Column {
  if (!column || column.type !== return_type?.id) {
    throw new Unreadable('a reference of the plan does not fit the column that it leads to');
  }
  return column;
}

/** Where the value of an expression over the columns of `input` comes from. */
export function originOf(expression: Expression, input: readonly Column[]): Value {
  const column = referred(expression, input);
  if (column) return column.value;
  const kind = expression.expression_class;
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!reader) throw new Unreadable(`the plan has an expression that is not understood: ${kind}`);
  onlyKeys(expression, reader.keys, kind);
  return reader.value(expression, (inner) => originOf(inner, input));
}

export function originsOf(expressions: readonly Expression[], input: readonly Column[]): Value[] {
  return expressions.map((one) => originOf(one, input));
}
