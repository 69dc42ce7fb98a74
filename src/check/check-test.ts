import type { ColumnType } from '../adapter/port.ts';
import type { DataTest, NodeId } from '../nodes/node.ts';
import { unchecked, type Verdict } from './checked.ts';
import { findColumn } from './columns.ts';
import { findings } from './errors.ts';
import { placeOfNode } from './node-place.ts';
import { CodeError, engineError } from './send.ts';
import { shadowCode } from './shadow-code.ts';
import { failuresSql } from './test-query.ts';
import type { CheckWorld } from './world.ts';

/** Tests of mart's own that fit every column: nothing but the column can be wrong. */
const anyColumn = new Set(['not_null', 'unique']);

/** Binds a test's query as the run sends it, with its `where`, `fail_calc` and limits. */
export async function checkTest(
  world: CheckWorld,
  test: DataTest,
  columnsOf: (id: NodeId) => readonly ColumnType[],
): Promise<Verdict> {
  const { generic, columnName, attached, config } = test;
  if (columnName !== null && attached !== null && !findColumn(columnsOf(attached), columnName)) {
    // Said once, where the column is declared.
    const node = world.manifest.nodes.get(attached);
    if (node?.resource === 'model') return unchecked(`${node.name} has no column ${columnName}`);
  } else if (generic && anyColumn.has(generic.name) && config.where === null && config.fail_calc === 'count(*)') {
    return { kind: 'known', columns: [] };
  }
  const place = placeOfNode(world.manifest, test, world.readText);
  const code = await shadowCode(world, test.unexpanded?.code ?? test.code, null, columnsOf);
  const { before, body, after } = failuresSql(test, code);
  const shadow = await world.shadow();
  try {
    await shadow.read((session) => session.columns(`${before}${body.text}${after}`));
    return { kind: 'known', columns: [] };
  } catch (error) {
    const engine = engineError(error);
    if (!engine || engine.kind === 'interrupted') throw error;
    if (engine.kind === 'data' || engine.kind === 'file') return unchecked('it depends on the data');
    return { kind: 'refused', diagnostics: findings(new CodeError(engine, body, before.length, true), place, 'M602') };
  }
}
