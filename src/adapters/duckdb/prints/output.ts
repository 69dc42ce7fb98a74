import type { Print, TablePrints } from '../../../adapter/port.ts';
import type { Relation } from '../../../sql/relation.ts';
import type { Operator } from '../lineage/plan.ts';
import { print } from './print.ts';

/** A column that an operator hands on. */
export interface Column {
  /** Expressions above name it by its position, some by these two. */
  readonly table: number;
  readonly at: number;
  /** The engine's id of its type. */
  readonly type: string;
  /** What its value is, of one of the rows. */
  readonly print: Print;
}

export interface Output {
  readonly columns: readonly Column[];
  /** Which rows there are. */
  readonly rows: Print;
  /** How they come; it matters to what takes the first of them, or puts them in a row. */
  readonly order: Print;
}

export const unordered: Print = print('unordered');

export interface Context {
  readonly tables: (relation: Relation, catalog: string | null) => TablePrints | null;
  /** Words in lower case by which a query may say something else tomorrow. */
  readonly restless: ReadonlySet<string>;
  readonly catalog: string;
  /** What each CTE hands on, by its number; read when it is first used. */
  readonly ctes: Map<number, () => Output>;
  /** The outer rows that a correlated subquery sees, within one. */
  readonly outer: Output | null;
  readonly read: (operator: Operator, context: Context) => Output;
}

export function columnsOf(
  table: number | undefined,
  values: readonly { readonly print: Print; readonly type: string }[],
): Column[] {
  return values.map((value, at) => ({ table: table ?? -1, at, type: value.type, print: value.print }));
}

/** Columns as one side of what puts two together has them: the same table may be on both. */
export function sideOf({ columns, ...rest }: Output, side: string, doubt: Print['doubt'] = 'none'): Output {
  return { ...rest, columns: columns.map((one) => ({ ...one, print: print(side, [one.print], doubt) })) };
}

export function prints(columns: readonly Column[]): readonly Print[] {
  return columns.map((one) => one.print);
}
