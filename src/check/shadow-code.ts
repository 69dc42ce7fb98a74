import type { ColumnType, PseudoColumn } from '../adapter/port.ts';
import { type Code, type FilledCode, fill } from '../nodes/code.ts';
import { instantText } from '../nodes/instant.ts';
import type { NodeId } from '../nodes/node.ts';
import { type Relation, relationSql } from '../sql/relation.ts';
import { deliveryColumns } from './source-files.ts';
import { standInOf } from './stand-ins.ts';
import type { CheckWorld } from './world.ts';

const deliveryTypes: Readonly<Record<PseudoColumn, string>> = {
  _source_file: 'VARCHAR',
  _source_row: 'BIGINT',
  _loaded_at: 'TIMESTAMP',
};

/** A code on the empty copy: its tables are made where they are missing, and its marks become their names. */
export async function shadowCode(
  world: CheckWorld,
  code: Code,
  own: Relation | null,
  columnsOf: (id: NodeId) => readonly ColumnType[],
): Promise<FilledCode> {
  const delivery = deliveryColumns(code.text);
  const names = new Map<NodeId, string>();
  await Promise.all(
    code.inputs.map(async (id) => {
      const node = world.manifest.nodes.get(id);
      const relation = node ? standInOf(node, delivery) : null;
      if (!node || !relation) return;
      names.set(id, relationSql(relation));
      const isFiles = node.resource === 'source' && node.files !== null;
      const added = isFiles ? delivery.map((name) => ({ name, type: deliveryTypes[name] })) : [];
      await world.standIns.make(relation, [...columnsOf(id), ...added]);
    }),
  );
  return fill(code, (kind, index) => {
    if (kind === 'i') return names.get(code.inputs[index] ?? '') ?? '';
    if (kind === 't' && own) return relationSql(own);
    if (kind === 'b') return "timestamp '2000-01-01'";
    return kind === 'a' ? instantText(world.now) : world.invocation;
  });
}
