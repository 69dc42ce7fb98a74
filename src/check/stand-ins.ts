import type { Adapter, ColumnType, PseudoColumn, Session } from '../adapter/port.ts';
import { displayName, type Node, type NodeId } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import { type Relation, relationName, relationSql } from '../sql/relation.ts';

/** Empty typed tables in the place of what a project reads and makes. */
export interface StandIns {
  /**
   * Makes the table, once however often it is asked for; other columns than before make it anew. Whoever holds a session
   * hands it on: there may be no other.
   */
  readonly make: (relation: Relation, columns: readonly ColumnType[], session?: Session) => Promise<void>;
  /** Makes the table unless there is one. */
  readonly makeMissing: (relation: Relation, columns: readonly ColumnType[]) => Promise<void>;
}

export function standIns(shadow: () => Promise<Adapter>): StandIns {
  const schemas = new Map<string, Promise<unknown>>();
  const tables = new Map<string, { readonly list: string; readonly made: Promise<void> }>();
  const send = async (sql: string, session?: Session): Promise<void> => {
    if (session) await session.run(sql);
    else await (await shadow()).read((other) => other.run(sql));
  };
  const schema = (name: string, session?: Session): Promise<unknown> => {
    const made = schemas.get(name) ?? send(`create schema if not exists ${identifier(name)}`, session);
    schemas.set(name, made);
    return made;
  };
  const make: StandIns['make'] = (relation, columns, session) => {
    const key = relationName(relation).toLowerCase();
    const list = columns.map(({ name, type }) => `${identifier(name)} ${storable(type)}`).join(', ');
    const before = tables.get(key);
    if (before?.list === list) return before.made;
    const made = (async () => {
      await Promise.all([schema(relation.schema, session), before?.made]);
      await send(`create or replace table ${relationSql(relation)} (${list})`, session);
    })();
    tables.set(key, { list, made });
    return made;
  };
  return {
    make,
    makeMissing: (relation, columns) =>
      tables.get(relationName(relation).toLowerCase())?.made ?? make(relation, columns),
  };
}

/** A column of nothing but NULL has no type of its own; a table stores it as the engine does. */
function storable(type: string): string {
  return type.replaceAll('"NULL"', 'INTEGER');
}

const [sources, ephemerals] = ['_mart_sources', '_mart_ephemerals'];

/** The table that stands for a node in a query that names `delivery` columns of its files. */
export function standInOf(node: Node, delivery: readonly PseudoColumn[]): Relation | null {
  switch (node.resource) {
    case 'model':
      return node.config.materialized === 'ephemeral' ? { schema: ephemerals, name: displayName(node) } : node.relation;
    case 'seed':
      return node.relation;
    case 'source':
      // Where a source is a table, a hook of the run may make something else of that name.
      return { schema: sources, name: [`${node.sourceName}.${node.name}`, ...(node.files ? delivery : [])].join(' ') };
    default:
      return null;
  }
}

/** Which node a table of the shadow stands for. */
export function nodesByStandIn(nodes: Iterable<Node>): (relation: Relation) => NodeId | null {
  const known = new Map<string, NodeId>();
  for (const node of nodes) {
    const relation = standInOf(node, []);
    if (relation) known.set(relationName(relation).toLowerCase(), node.id);
    if (node.resource === 'source' && node.relation) known.set(relationName(node.relation).toLowerCase(), node.id);
  }
  return ({ schema, name }) => {
    const plain = schema === sources ? (name.split(' ')[0] ?? name) : name;
    return known.get(relationName({ schema, name: plain }).toLowerCase()) ?? null;
  };
}
