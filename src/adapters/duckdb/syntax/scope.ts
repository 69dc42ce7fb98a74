import type { ColumnType } from '../../../adapter/port.ts';
import type { Relation } from '../../../sql/relation.ts';
import { type Cte, ctesOf, type Expression, type QueryNode, type TableRef } from './tree.ts';

/** A column that a query sees. What is null is not known without the engine's binder. */
export interface Column {
  readonly name: string | null;
  readonly type: string | null;
  /** The column of a table whose values these are, unchanged. */
  readonly origin: { readonly relation: Relation; readonly column: string } | null;
  /** NULL where an outer join finds no partner. */
  readonly isLoose: boolean;
}

/** What stands between two joins of a FROM. */
export interface Source {
  /** What its columns can be qualified by. */
  readonly name: string | null;
  /** Whether its author gave that name, so that it is the same wherever the table lies. */
  readonly isNamed: boolean;
  readonly kind: 'table' | 'query' | 'other';
  readonly columns: readonly Column[] | null;
  /** The table whose rows these are, each at most once. */
  readonly table: { readonly relation: Relation; readonly isFiltered: boolean } | null;
  readonly at: number | null;
  /** Seen by the condition of its own join only (SEMI, ANTI). */
  readonly isHidden: boolean;
}

export interface Join {
  readonly at: number | null;
  readonly type: string;
  readonly kind: string;
  readonly using: readonly string[];
  readonly condition: Expression | undefined;
  readonly left: readonly Source[];
  readonly right: readonly Source[];
}

/** CTEs by lower-case name, the nearest first. */
export interface Ctes {
  readonly own: ReadonlyMap<string, KnownCte>;
  readonly outer: Ctes | null;
}

export interface KnownCte {
  readonly name: string;
  readonly cte: Cte;
  /** What its query sees. */
  readonly sees: Ctes;
}

/** The type of a function's values by its name, where all of its variants have one of one family. */
export type FunctionTypes = ReadonlyMap<string, string>;

export interface Tables {
  /** Columns of a table; null where they are not known. */
  readonly columnsOf: (relation: Relation) => readonly ColumnType[] | null;
  readonly functions: FunctionTypes;
}

export interface Scope {
  readonly sources: readonly Source[];
  readonly joins: readonly Join[];
  readonly outer: Scope | null;
}

/** The CTEs that a query node sees: its own after those around it; a CTE sees those before it, and itself when it recurses. */
export function withCtes(node: QueryNode, outer: Ctes): Ctes {
  const all = ctesOf(node);
  if (all.length === 0) return outer;
  const own = new Map<string, KnownCte>();
  for (const { key, value } of all) {
    const before = new Map(own);
    const sees: Ctes = { own: before, outer };
    const known = { name: key, cte: value, sees };
    if (value.query.node.type === 'RECURSIVE_CTE_NODE') before.set(key.toLowerCase(), known);
    own.set(key.toLowerCase(), known);
  }
  return { own, outer };
}

/** The CTE that a table reference means. */
export function cteNamed({ type, table_name, schema_name, catalog_name }: TableRef, ctes: Ctes): KnownCte | null {
  if (type !== 'BASE_TABLE' || schema_name || catalog_name) return null;
  for (let at: Ctes | null = ctes; at; at = at.outer) {
    const found = at.own.get((table_name ?? '').toLowerCase());
    if (found) return found;
  }
  return null;
}

export function same(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() === b.toLowerCase();
}

export interface Resolved {
  readonly source: Source;
  readonly column: Column;
  /** It belongs to a query outside of the one that names it. */
  readonly isOuter: boolean;
  /** Several sources have it, joined by USING. */
  readonly isMerged: boolean;
}

/** The column that a name means; null where that is not sure. */
export function resolve(names: readonly string[], scope: Scope | null, isOuter = false): Resolved | null {
  if (!scope) return null;
  const [first = '', second] = names;
  if (names.length > 2) return null;
  if (second !== undefined) {
    const owners = scope.sources.filter((source) => same(source.name, first));
    if (owners.length === 0) {
      const isField = scope.sources.some(({ columns }) => !columns || columns.some(({ name }) => same(name, first)));
      return isField ? null : resolve(names, scope.outer, true);
    }
    const [source] = owners;
    const column = source?.columns?.find(({ name }) => same(name, second));
    return source && column && owners.length === 1 ? { source, column, isOuter, isMerged: false } : null;
  }
  const found = scope.sources.flatMap((source) => {
    const column = source.columns?.find(({ name }) => same(name, first));
    return column ? [{ source, column }] : [];
  });
  const [only] = found;
  if (only) return { ...only, isOuter, isMerged: found.length > 1 };
  const isKnown = scope.sources.every(({ columns }) => columns?.every(({ name }) => name !== null));
  return isKnown ? resolve(names, scope.outer, true) : null;
}
