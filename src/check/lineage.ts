import type { ColumnType, LineageKind, QueryLineage, RelationColumn } from '../adapter/port.ts';
import type { Code } from '../nodes/code.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import { withoutSemicolon } from '../sql/statement.ts';
import { findColumn, sameName } from './columns.ts';
import { withoutTwins } from './delivery-columns.ts';
import { metaColumns } from './scd2-columns.ts';
import { engineError } from './send.ts';
import { shadowCode } from './shadow-code.ts';
import { nodesByStandIn, standInOf } from './stand-ins.ts';
import type { CheckWorld } from './world.ts';

/** A column of a direct parent. */
export interface NodeColumn {
  readonly id: NodeId;
  readonly column: string;
}

export interface TracedColumn {
  readonly name: string;
  readonly type: string;
  readonly kind: LineageKind;
  /** What its value is computed from. */
  readonly from: readonly NodeColumn[];
}

/** Where the columns of one model come from. */
export interface ModelLineage {
  readonly columns: readonly TracedColumn[];
  /** What only decides which rows there are, or how they are grouped, ordered and joined. */
  readonly rows: readonly NodeColumn[];
  /** Why nothing is known; `columns` have no `from` and `rows` is empty then. */
  readonly unknown: string | null;
}

/** Traces models whose columns are known; both sides of `is_incremental` count. */
export function lineageReader(
  world: CheckWorld,
  columnsOf: (id: NodeId) => readonly ColumnType[] | undefined,
): (model: Model) => Promise<ModelLineage> {
  const nodeOf = nodesByStandIn(world.manifest.nodes.values());
  const trace = async (model: Model, code: Code): Promise<QueryLineage> => {
    const own = standInOf(model, []) ?? model.relation;
    if (code !== (model.unexpanded?.code ?? model.code)) await world.standIns.make(own, columnsOf(model.id) ?? []);
    const filled = await shadowCode(world, code, own, (id) => columnsOf(id) ?? []);
    const shadow = await world.shadow();
    return shadow.read(async (session) => {
      const query = await withoutTwins(session, { ...filled, text: withoutSemicolon(filled.text) });
      return session.lineage(query.text);
    });
  };
  return async (model) => {
    const known = columnsOf(model.id);
    if (!known) return nothing([], 'the engine does not know its columns');
    if (code(model).inputs.some((id) => !columnsOf(id))) return nothing(known, 'the columns of a parent are unknown');
    const { incrementalCode } = model.unexpanded ?? model;
    try {
      const sides = [await trace(model, code(model))];
      if (incrementalCode) sides.push(await trace(model, incrementalCode));
      const unknown = sides.find((side) => side.unknown !== null)?.unknown;
      if (unknown) return nothing(known, unknown);
      return joined(model, known, sides, nodeOf);
    } catch (error) {
      const engine = engineError(error);
      if (!engine || engine.kind === 'interrupted') throw error;
      return nothing(known, engine.message);
    }
  };
}

function code(model: Model): Code {
  return model.unexpanded?.code ?? model.code;
}

function nothing(columns: readonly ColumnType[], unknown: string): ModelLineage {
  return { columns: columns.map((one) => ({ ...one, kind: 'derived', from: [] })), rows: [], unknown };
}

function joined(
  model: Model,
  known: readonly ColumnType[],
  sides: readonly QueryLineage[],
  nodeOf: ReturnType<typeof nodesByStandIn>,
): ModelLineage {
  const parents = (all: readonly RelationColumn[]): NodeColumn[] =>
    distinct(
      all.flatMap(({ relation, column }) => {
        const id = nodeOf(relation);
        return id === null || id === model.id ? [] : [{ id, column }];
      }),
    );
  const traced = sides[0]?.columns.map(({ name, kind }): TracedColumn => {
    const from = sides.flatMap((side) =>
      side.columns.filter((one) => sameName(one.name, name)).flatMap((one) => one.from),
    );
    return { name, kind, type: findColumn(known, name)?.type ?? '', from: parents(from) };
  });
  const columns = traced ?? [];
  const history = model.config.materialized === 'scd2' ? historyColumns(model, known, columns) : [];
  return { columns: [...columns, ...history], rows: parents(sides.flatMap((side) => side.rows)), unknown: null };
}

/** The columns that scd2 adds come from the key and from the time of the change. */
function historyColumns(
  model: Model,
  known: readonly ColumnType[],
  columns: readonly TracedColumn[],
): readonly TracedColumn[] {
  const { unique_key, updated_at } = model.config;
  const sourcesOf = (names: readonly string[]) =>
    distinct(columns.filter((one) => names.some((name) => sameName(one.name, name))).flatMap((one) => one.from));
  const time = updated_at === null ? [] : [updated_at];
  return metaColumns(model.config).map(({ name }, at) => {
    const from = [sourcesOf(time), sourcesOf(time), [], sourcesOf([...unique_key, ...time])][at] ?? [];
    const kind = from.length === 0 ? 'literal' : 'derived';
    return { name, kind, type: findColumn(known, name)?.type ?? '', from };
  });
}

function distinct(columns: readonly NodeColumn[]): NodeColumn[] {
  return [...new Map(columns.map((one) => [`${one.id}\n${one.column.toLowerCase()}`, one])).values()];
}
