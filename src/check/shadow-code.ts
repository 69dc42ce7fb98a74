import type { ColumnType, PseudoColumn } from '../adapter/port.ts';
import { type Code, type FilledCode, fill } from '../nodes/code.ts';
import { instantText } from '../nodes/instant.ts';
import type { NodeId, TestedModel } from '../nodes/node.ts';
import { literal } from '../sql/literal.ts';
import { type Relation, relationSql } from '../sql/relation.ts';
import type { Standing } from './memory.ts';
import { deliveryColumns } from './source-files.ts';
import { standInOf } from './stand-ins.ts';
import type { CheckWorld } from './world.ts';

const deliveryTypes: Readonly<Record<PseudoColumn, string>> = {
  _source_file: 'VARCHAR',
  _source_row: 'BIGINT',
  _loaded_at: 'TIMESTAMP',
};

type ColumnsOf = (id: NodeId) => readonly ColumnType[];

/** Empty tables in the place of inputs, made where they are missing; files have the `delivery` columns as well. */
export async function inputTables(
  world: CheckWorld,
  inputs: Iterable<NodeId>,
  delivery: readonly PseudoColumn[],
  columnsOf: ColumnsOf,
  placed: typeof standInOf = standInOf,
): Promise<ReadonlyMap<NodeId, Standing>> {
  const tables = new Map<NodeId, Standing>();
  await Promise.all(
    [...new Set(inputs)].map(async (id) => {
      const node = world.manifest.nodes.get(id);
      const relation = node ? placed(node, delivery) : null;
      if (!node || !relation) return;
      const isFiles = node.resource === 'source' && node.files !== null;
      const added = isFiles ? delivery.map((name) => ({ name, type: deliveryTypes[name] })) : [];
      const table = { relation, columns: [...columnsOf(id), ...added] };
      tables.set(id, table);
      await world.standIns.make(relation, table.columns);
    }),
  );
  return tables;
}

/** A code on the empty copy: its marks become the names of tables. */
export function onTables(
  world: CheckWorld,
  code: Code,
  own: Relation | null,
  tables: ReadonlyMap<NodeId, Standing>,
  batch: TestedModel['batch'] = null,
): FilledCode {
  return fill(code, (kind, index) => {
    const table = tables.get(code.inputs[index] ?? '');
    if (kind === 'i') return table ? relationSql(table.relation) : '';
    if (kind === 't' && own) return relationSql(own);
    if (kind === 'b')
      return batch ? `timestamp ${literal(index === 0 ? batch.start : batch.end)}` : "timestamp '2000-01-01'";
    return kind === 'a' ? instantText(world.now) : world.invocation;
  });
}

/** A code on the empty copy, with the tables that it reads. */
export async function shadowCode(
  world: CheckWorld,
  code: Code,
  own: Relation | null,
  columnsOf: ColumnsOf,
): Promise<FilledCode> {
  return onTables(world, code, own, await inputTables(world, code.inputs, deliveryColumns(code.text), columnsOf));
}

/** A code with the names that its tables have on the empty copy, whether they are there or not. */
export function namedCode(world: CheckWorld, code: Code, own: Relation | null): FilledCode {
  const delivery = deliveryColumns(code.text);
  const tables = new Map<NodeId, Standing>();
  for (const id of code.inputs) {
    const node = world.manifest.nodes.get(id);
    const relation = node ? standInOf(node, delivery) : null;
    if (relation) tables.set(id, { relation, columns: [] });
  }
  return onTables(world, code, own, tables);
}
