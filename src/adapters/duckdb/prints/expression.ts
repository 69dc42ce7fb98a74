import type { Print } from '../../../adapter/port.ts';
import type { Expression, Type } from '../lineage/plan.ts';
import { Unreadable } from '../lineage/unreadable.ts';
import type { Column, Context } from './output.ts';
import { print } from './print.ts';

/** What means nothing: names that are only shown, and places in the text. */
const idle = new Set(['alias', 'query_location']);

/** What an expression over the columns of `input` computes: its tree as it is, with prints where it names columns. */
export function printOf(
  expression: Expression,
  input: readonly Column[],
  { restless }: Pick<Context, 'restless'>,
): Print {
  const found: Print[] = [];
  let isVolatile = false;
  const tree = (value: unknown, isRaw: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => tree(one, isRaw));
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Readonly<Record<string, unknown>>;
    if (!isRaw && (node.expression_class === 'BOUND_REF' || node.expression_class === 'BOUND_COLUMN_REF')) {
      return found.push(referred(node as unknown as Expression, input).print);
    }
    if (typeof node.name === 'string' && 'expression_class' in node) isVolatile ||= isRestless(node.name, restless);
    const kept = Object.entries(node).filter(([key]) => !idle.has(key));
    // Within what a function keeps for itself references mean its own arguments, those of a lambda.
    return kept.map(([key, inner]) => [key, tree(inner, isRaw || key === 'function_data')]);
  };
  const how = tree(expression, false);
  return typeof how === 'number' ? (found[0] as Print) : print(how, found, isVolatile ? 'volatile' : 'none');
}

/** `alias()` gives what is not looked at here. */
function isRestless(name: string, restless: ReadonlySet<string>): boolean {
  return name === 'alias' || restless.has(name.toLowerCase());
}

function referred({ index, binding }: Expression, input: readonly Column[]): Column {
  const column = binding
    ? input.find(({ table, at }) => table === binding.table_index && at === binding.column_index)
    : input[index ?? -1];
  if (!column) throw new Unreadable('a reference of the plan leads nowhere');
  return column;
}

/** Conditions do not repeat their type. */
export function typeOf({ return_type, value }: Expression): string {
  return (return_type ?? value?.type ?? { id: 'BOOLEAN' }).id;
}

export function typeIds(types: readonly Type[] | undefined): readonly string[] {
  return (types ?? []).map(({ id }) => id);
}
