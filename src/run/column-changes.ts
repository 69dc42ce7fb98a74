import type { Print, TablePrints } from '../adapter/port.ts';
import type { Printed } from '../check/prints.ts';
import type { Model, Node } from '../nodes/node.ts';
import { digest } from '../plan/reuse/recipe.ts';

/** What a table or view was before a run and is after it, column by column. */
export interface Change {
  readonly before: Printed;
  readonly after: Printed;
  /** Whether it will hold something else each time that it is built. */
  readonly isVolatile: boolean;
}

/** Names of columns, in the order of the table. */
export interface ChangedColumns {
  readonly rows: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/**
 * What a model was and will be. A table holds what was chosen by chance when it was built, and is filled anew: such
 * columns are others afterwards. A view holds nothing, whoever reads it chooses.
 */
export function changeOf(model: Model, before: Printed, after: Printed): Change {
  const isVolatile = [after.rows, ...after.columns.map(({ print }) => print)].some(({ doubt }) => doubt === 'volatile');
  if (model.config.materialized === 'view') return { before, after, isVolatile };
  return { before: held(model, before, 'before'), after: held(model, after, 'after'), isVolatile };
}

function held({ id }: Model, printed: Printed, when: string): Printed {
  const settled = (print: Print, what: string | null): Print =>
    print.doubt === 'none' ? print : { hash: digest([id, when, what]), doubt: 'none' };
  return {
    types: printed.types,
    rows: settled(printed.rows, null),
    columns: printed.columns.map(({ name, print }) => ({ name, print: settled(print, name.toLowerCase()) })),
  };
}

export function tableOf({ rows, columns }: Printed): TablePrints {
  const prints = new Map(columns.map(({ name, print }) => [name.toLowerCase(), print]));
  return { rows, column: (name) => prints.get(name.toLowerCase()) ?? null };
}

/** A table of which only is known whether all of it is what it was. */
export function wholeTable(node: Node, content: string): TablePrints {
  // When a file was loaded is another moment each time.
  const isMoment = (name: string) => node.resource === 'source' && node.files !== null && name === '_loaded_at';
  return {
    rows: { hash: digest([content]), doubt: 'none' },
    column: (name) => ({
      hash: digest([content, name.toLowerCase()]),
      doubt: isMoment(name.toLowerCase()) ? 'volatile' : 'none',
    }),
  };
}

/** Whether a query gives the same as before, for certain. */
export function isSame(before: Printed, after: Printed): boolean {
  const shape = ({ types }: Printed) => JSON.stringify(types.map(({ name, type }) => [name, type]));
  const values = ({ rows, columns }: Printed) => [rows, ...columns.map(({ print }) => print)];
  const [was, is] = [values(before), values(after)];
  if (shape(before) !== shape(after) || was.length !== is.length) return false;
  return was.every(
    (print, at) => print.hash === is[at]?.hash && print.doubt !== 'volatile' && is[at]?.doubt !== 'volatile',
  );
}

export function changedColumns({ before, after }: Change): ChangedColumns {
  const [was, is] = [tableOf(before), tableOf(after)];
  const names = ({ columns }: Printed) => columns.map(({ name }) => name);
  const type = ({ types }: Printed, name: string) =>
    types.find((one) => one.name.toLowerCase() === name.toLowerCase())?.type;
  const isOther = (name: string) => {
    const [one, other] = [was.column(name), is.column(name)];
    return (
      other !== null && (one?.hash !== other.hash || other.doubt !== 'none' || type(before, name) !== type(after, name))
    );
  };
  return {
    rows: was.rows.hash !== is.rows.hash || is.rows.doubt !== 'none',
    added: names(after).filter((name) => !was.column(name)),
    removed: names(before).filter((name) => !is.column(name)),
    changed: names(before).filter(isOther),
  };
}
