import type { ColumnType, QueryPrints, TablePrints } from '../adapter/port.ts';
import type { Code } from '../nodes/code.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import type { Relation } from '../sql/relation.ts';
import { withoutSemicolon } from '../sql/statement.ts';
import { withoutTwins } from './delivery-columns.ts';
import { engineError } from './send.ts';
import { shadowCode } from './shadow-code.ts';
import { nodesByStandIn } from './stand-ins.ts';
import type { CheckWorld } from './world.ts';

/** A query's columns with their types, and what it gives. */
export interface Printed extends QueryPrints {
  readonly types: readonly ColumnType[];
}

/** What a query reads: the columns of its tables, itself among them, and what could be in them, once or several times. */
export interface PrintWorld {
  readonly columns: ReadonlyMap<NodeId, readonly ColumnType[]>;
  readonly tables: readonly ((id: NodeId) => TablePrints | null)[];
}

/** A value that is written into the SQL of each run anew. */
const runMarks = /\uE000[avb]\d/;

export type ReadPrints = (model: Model, code: Code, on: PrintWorld) => Promise<readonly Printed[] | null>;

/** What codes of models give, bound on the empty copy of the warehouse; null where nothing can be said. */
export function printReader(world: CheckWorld): ReadPrints {
  const nodeOf = nodesByStandIn(world.manifest.nodes.values());
  return async (model, code, on) => {
    if (runMarks.test(code.text) || code.inputs.some((id) => !on.columns.has(id))) return null;
    try {
      return await bound(world, nodeOf, model, code, on);
    } catch (error) {
      const engine = engineError(error);
      if (!engine || engine.kind === 'interrupted') throw error;
      return null;
    }
  };
}

async function bound(
  world: CheckWorld,
  nodeOf: ReturnType<typeof nodesByStandIn>,
  model: Model,
  code: Code,
  { columns, tables }: PrintWorld,
): Promise<readonly Printed[] | null> {
  const own = columns.get(model.id);
  if (own) await world.standIns.make(model.relation, own);
  const filled = await shadowCode(world, code, model.relation, (id) => columns.get(id) ?? []);
  const shadow = await world.shadow();
  const restless = await shadow.restless();
  return await shadow.read(async (session) => {
    const text = withoutSemicolon((await withoutTwins(session, { ...filled, map: [] })).text);
    const types = await session.columns(text);
    const byRelation = tables.map((one) => (relation: Relation) => one(nodeOf(relation) ?? ''));
    const prints = await session.prints(text, byRelation, restless);
    return prints?.map((one) => ({ ...one, types })) ?? null;
  });
}
