import type { ColumnType, Session } from '../../adapter/port.ts';
import type { Code, FilledCode } from '../../nodes/code.ts';
import {
  displayName,
  type Model,
  type NodeId,
  type TestedModel,
  type UnitInput,
  type UnitTest,
} from '../../nodes/node.ts';
import { relationSql } from '../../sql/relation.ts';
import { withoutSemicolon } from '../../sql/statement.ts';
import { refuseSameNames } from '../columns.ts';
import { withoutTwins } from '../delivery-columns.ts';
import type { Standing } from '../memory.ts';
import { placeOfNode } from '../node-place.ts';
import type { CodePlace } from '../places.ts';
import { seedQuery } from '../seed-query.ts';
import { codeColumns, oneStatement } from '../send.ts';
import { inputTables, onTables } from '../shadow-code.ts';
import { deliveryColumns } from '../source-files.ts';
import { standInOf } from '../stand-ins.ts';
import type { CheckWorld } from '../world.ts';
import { misfitsSql } from './cast.ts';
import type { RowsDifference } from './difference.ts';
import { compared, expectedRows } from './expected-rows.ts';
import { inputsOfUnitTest, testedCode } from './inputs.ts';
import { ownTable } from './own-tables.ts';
import { atQuery, insertQuery, sqlRows } from './query-rows.ts';
import { spanOfText } from './text-place.ts';
import { CastError, insertCells, misfit, typedRows } from './typed-cells.ts';

type ColumnsOf = (id: NodeId) => readonly ColumnType[];

/** What became of a unit test whose parts are all in order. */
export interface Tried {
  /** The query that was tested. */
  readonly code: FilledCode;
  /** null when the rows are the expected ones, and when nothing was run. */
  readonly difference: RowsDifference | null;
}

/** The query of a unit test over the rows that it is given. */
interface Bound {
  readonly session: Session;
  readonly code: FilledCode;
  readonly columns: readonly ColumnType[];
  /** A query of the test's own, on the same tables. */
  readonly filled: (code: Code) => FilledCode;
}

/**
 * Puts the given rows into the empty copy, binds the model's query over them and casts the expected rows to its columns;
 * `run` executes it and compares. Throws what is wrong: `DiagnosticError`, or the engine's refusal of a query.
 */
export function tryUnitTest(
  world: CheckWorld,
  test: UnitTest,
  tested: TestedModel,
  model: Model,
  columnsOf: ColumnsOf,
  run: boolean,
): Promise<Tried> {
  const place = placeOfNode(world.manifest, test, world.readText);
  return onGivenRows(world, place, tested, model, columnsOf, async ({ session, code, columns, filled }) => {
    const expected = await expectedRows(session, tested.expect, columns, filled, place);
    const difference = run ? await compared(session, code, columns, expected, tested.tolerance) : null;
    return { code, difference };
  });
}

/** Works on the query of a unit test over given rows. The transaction is undone: tests do not see each other's rows. */
export async function onGivenRows<T>(
  world: CheckWorld,
  place: CodePlace,
  tested: TestedModel,
  model: Model,
  columnsOf: ColumnsOf,
  work: (bound: Bound) => Promise<T>,
): Promise<T> {
  const shadow = await world.shadow();
  const code = testedCode(tested, model);
  const tables = await inputTables(
    world,
    inputsOfUnitTest(tested, model).filter((id) => id !== model.id),
    deliveryColumns(code.text),
    columnsOf,
    ownTable(world.manifest),
  );
  const own: Standing = { relation: standInOf(model, []) ?? model.relation, columns: columnsOf(model.id) };
  if (own.columns.length > 0) await world.standIns.make(own.relation, own.columns);
  const query = await oneStatement(shadow, onTables(world, code, own.relation, tables, tested.batch), place);
  const filled = (rows: Code): FilledCode => {
    const { text, map } = onTables(world, rows, own.relation, tables);
    return { text: withoutSemicolon(text), map };
  };
  try {
    return await shadow.publish(async (session) => {
      for (const input of inOrder(tested.given)) {
        const table = input.node === model.id ? own : tables.get(input.node);
        if (table) await giveRows(world, session, input, table, filled, place);
      }
      const bound = await withoutTwins(session, query);
      const columns = await codeColumns(session, bound);
      refuseSameNames(columns, bound, place);
      return { keep: false, value: await work({ session, code: bound, columns, filled }) };
    });
  } catch (error) {
    if (!(error instanceof CastError)) throw error;
    // What a statement breaks cannot be looked at in its transaction.
    const { rows } = error;
    const [found] = await shadow.read((session) => session.rows(misfitsSql(rows.columns, 1)));
    if (!found) throw error.cause;
    throw misfit(rows, Number(found.r), Number(found.c), place);
  }
}

/** What a query of the test's own reads is given before it. */
function inOrder(given: readonly UnitInput[]): readonly UnitInput[] {
  return [...given.filter(({ rows }) => rows.kind !== 'sql'), ...given.filter(({ rows }) => rows.kind === 'sql')];
}

async function giveRows(
  world: CheckWorld,
  session: Session,
  { node, rows }: UnitInput,
  table: Standing,
  filled: (code: Code) => FilledCode,
  place: CodePlace,
): Promise<void> {
  const into = relationSql(table.relation);
  const input = world.manifest.nodes.get(node);
  const what = `\`${input ? displayName(input) : node}\``;
  if (rows.kind === 'seed') {
    if (input?.resource !== 'seed') return;
    const seedPlace = placeOfNode(world.manifest, input, world.readText);
    await session.run(`insert into ${into} ${await seedQuery(await world.shadow(), world.root, input, seedPlace)}`);
  } else if (rows.kind === 'sql') {
    await atQuery(rows, place, async () => {
      const query = await sqlRows(session, filled(rows.code), rows, table.columns, what, place, 'INTEGER');
      await insertQuery(session, into, query, place, spanOfText(rows.place, place.readText));
    });
  } else await insertCells(session, into, typedRows(rows, table.columns, what, place, 'INTEGER'));
}
