import type { Operator, Type } from './plan.ts';
import type { Sources } from './sources.ts';
import { needed, Unreadable } from './unreadable.ts';
import type { Bits, Value } from './value.ts';

/** A column that an operator hands on. Expressions above name it by its position, some by the binding. */
export interface Column {
  readonly table: number;
  readonly at: number;
  /** The engine's id of its type: what refers to it says it too, so that a misread position is seen. */
  readonly type: string;
  readonly value: Value;
}

export interface Output {
  readonly columns: readonly Column[];
  /** What decides which rows there are. */
  readonly rows: Bits;
  /** What the rows are ordered by; it matters to what takes the first of them. */
  readonly order: Bits;
}

/** What the readers of operators share. */
export interface Context {
  readonly sources: Sources;
  /** The database of the session. */
  readonly catalog: string;
  /** What each CTE hands on, by its number; read when it is first used. */
  readonly ctes: Map<number, () => Output>;
  /** The outer columns that a correlated subquery sees, within one. */
  readonly outer: readonly Value[] | null;
  /** A bit that no other tie has. */
  readonly newTie: () => Bits;
  readonly read: (operator: Operator, context: Context) => Output;
}

/** Values as columns of one table of the plan. */
export function columnsOf(
  table: number,
  values: readonly { readonly value: Value; readonly type: string }[],
): Column[] {
  return values.map(({ value, type }, at) => ({ table, at, type, value }));
}

export function typeId(type: Type | undefined): string {
  return needed(type, 'a type').id;
}

/** What an operator's only input hands on. */
export function readOnly(operator: Operator, context: Context): Output {
  const [input] = inputs(operator, 1);
  return context.read(needed(input, 'an input'), context);
}

export function readBoth(operator: Operator, context: Context): readonly [Output, Output] {
  const [left, right] = inputs(operator, 2);
  return [context.read(needed(left, 'an input'), context), context.read(needed(right, 'an input'), context)];
}

/** The children of an operator that has so many. */
export function inputs({ type, children = [] }: Operator, count: number): readonly Operator[] {
  if (children.length !== count) throw new Unreadable(`its plan has ${type} with ${children.length} inputs`);
  return children;
}
