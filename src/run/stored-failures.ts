import type { ColumnType, Session } from '../adapter/port.ts';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest } from '../nodes/node.ts';
import type { Plan } from '../plan/plan.ts';
import type { ReadText } from '../source/text.ts';
import { identifier } from '../sql/identifier.ts';
import { literal } from '../sql/literal.ts';
import { relationSql } from '../sql/relation.ts';
import type { RunContext } from './context.ts';

/** Bad rows taken out of a transaction that will be undone. */
export interface TakenRows {
  readonly test: DataTest;
  readonly columns: readonly ColumnType[];
  /** Values as text, in the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[];
}

export async function takeRows(session: Session, test: DataTest): Promise<TakenRows> {
  const relation = relationSql(test.relation);
  const columns = await session.columns(`select * from ${relation}`);
  const texts = columns.map(({ name }, index) => `cast(${identifier(name)} as varchar) as c${index}`);
  const rows = await session.rows(`select ${texts.join(', ')} from ${relation}`);
  return { test, columns, rows: rows.map((row) => columns.map((_, index) => row[`c${index}`])) };
}

/** Throws when two tests of a run would keep their bad rows in one table (M404). */
export async function refuseSharedTables(plan: Plan, manifest: Manifest, readText: ReadText): Promise<void> {
  if (!plan.options.storeFailures) return;
  const ids = plan.steps.flatMap((step) => [step.id, ...step.audits]);
  const tests = ids.flatMap((id) => manifest.nodes.get(id) ?? []).filter((node) => node.resource === 'test');
  const { writtenTwice } = await import('../compile/relations.ts');
  const shared = writtenTwice(tests, () => true, readText);
  if (shared.length > 0) throw new DiagnosticError(shared);
}

const rowsAtOnce = 500;

/** Stores taken rows in the test's table, in a transaction of their own. */
export async function storeRows(context: RunContext, { test, columns, rows }: TakenRows): Promise<void> {
  const relation = relationSql(test.relation);
  const existing = context.relations.kind(test.relation);
  await context.adapter.publish(async (session) => {
    if (existing === 'view') await session.run(`drop view if exists ${relation}`);
    const types = columns.map(({ name, type }) => `${identifier(name)} ${type}`);
    await session.run(`create or replace table ${relation} (${types.join(', ')})`);
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const values = rows.slice(at, at + rowsAtOnce).map((row) => `(${row.map(literal).join(', ')})`);
      await session.run(`insert into ${relation} values ${values.join(', ')}`);
    }
    await context.effects.reach?.('after stored failures', test.name);
    return { keep: true, value: undefined };
  });
  context.relations.set(test.relation, 'table');
}
