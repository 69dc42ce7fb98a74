import {
  type Column,
  type Ctes,
  cteNamed,
  type FunctionTypes,
  type Join,
  type KnownCte,
  resolve,
  type Scope,
  type Source,
  same,
  type Tables,
  withCtes,
} from './scope.ts';
import { type Expression, eachExpression, type QueryNode, sidesOf, type TableRef } from './tree.ts';
import { typeOf } from './types.ts';

/** What a query gives to the one around it. */
interface Output {
  readonly columns: readonly Column[] | null;
  readonly table: Source['table'];
}

const unknown: Output = { columns: null, table: null };

/** Reads what FROM holds, and what queries give, each CTE once. */
export interface Reader {
  readonly sourcesOf: (ref: TableRef | undefined, ctes: Ctes) => Omit<Scope, 'outer'>;
  readonly outputOf: (node: QueryNode, ctes: Ctes) => Output;
}

export function reader(tables: Tables): Reader {
  const known = new Map<KnownCte, Output>();

  function cteOutput(cte: KnownCte): Output {
    const before = known.get(cte);
    if (before) return before;
    // A recursion meets itself: nothing is known of it there.
    known.set(cte, unknown);
    const output = renamed(outputOf(cte.cte.query.node, cte.sees), cte.cte.aliases);
    known.set(cte, output);
    return output;
  }

  function sourceOf(ref: TableRef, ctes: Ctes): Source {
    const place = { at: ref.query_location ?? null, isHidden: false };
    const cte = cteNamed(ref, ctes);
    if (cte) {
      const output = renamed(cteOutput(cte), ref.column_name_alias);
      return { ...output, ...place, name: ref.alias ?? ref.table_name ?? null, isNamed: true, kind: 'query' };
    }
    if (ref.type === 'BASE_TABLE') {
      const relation = { schema: ref.schema_name ?? '', name: ref.table_name ?? '' };
      const columns = ref.catalog_name ? null : tables.columnsOf(relation);
      const own = columns?.map(
        ({ name, type }): Column => ({ name, type, origin: { relation, column: name }, isLoose: false }),
      );
      const output = renamed({ columns: own ?? null, table: { relation, isFiltered: false } }, ref.column_name_alias);
      return { ...output, ...place, name: ref.alias ?? relation.name, isNamed: ref.alias !== undefined, kind: 'table' };
    }
    const name = ref.alias ?? null;
    if (ref.type === 'SUBQUERY' && ref.subquery) {
      const output = renamed(outputOf(ref.subquery.node, ctes), ref.column_name_alias);
      return { ...output, ...place, name, isNamed: name !== null, kind: 'query' };
    }
    return { ...unknown, ...place, name, isNamed: name !== null, kind: 'other' };
  }

  function sourcesOf(ref: TableRef | undefined, ctes: Ctes): Omit<Scope, 'outer'> {
    if (!ref || ref.type === 'EMPTY') return { sources: [], joins: [] };
    if (ref.type !== 'JOIN') return { sources: [sourceOf(ref, ctes)], joins: [] };
    const left = sourcesOf(ref.left, ctes);
    const right = sourcesOf(ref.right, ctes);
    const type = ref.join_type ?? 'INNER';
    const hidden = type === 'SEMI' || type === 'ANTI';
    const sides = {
      left: type === 'RIGHT' || type === 'FULL' ? left.sources.map(loose) : left.sources,
      right: (type === 'LEFT' || type === 'FULL' ? right.sources.map(loose) : right.sources).map((source) =>
        hidden ? { ...source, isHidden: true } : source,
      ),
    };
    const join: Join = {
      at: ref.query_location ?? null,
      type,
      kind: ref.ref_type ?? 'REGULAR',
      using: ref.using_columns ?? [],
      condition: ref.condition,
      ...sides,
    };
    return { sources: [...sides.left, ...sides.right], joins: [...left.joins, ...right.joins, join] };
  }

  function outputOf(node: QueryNode, outer: Ctes): Output {
    const ctes = withCtes(node, outer);
    if (node.type !== 'SELECT_NODE') {
      const [first] = sidesOf(node);
      const names = first && node.setop_type !== undefined ? outputOf(first, ctes).columns : null;
      return { columns: names?.map(({ name }) => bare(name)) ?? null, table: null };
    }
    const scope: Scope = { ...sourcesOf(node.from_table, ctes), outer: null };
    const lists = (node.select_list ?? []).map((item) => columnsOf(item, scope, tables.functions));
    const columns = lists.every((list) => list !== null) ? lists.flat() : null;
    return { columns, table: tableOf(node, scope) };
  }

  return { sourcesOf, outputOf };
}

function bare(name: string | null): Column {
  return { name, type: null, origin: null, isLoose: false };
}

function loose(source: Source): Source {
  return { ...source, columns: source.columns?.map((column) => ({ ...column, isLoose: true })) ?? null };
}

function renamed(output: Output, names: readonly string[] = []): Output {
  const columns = output.columns?.map((column, at) => ({ ...column, name: names[at] ?? column.name })) ?? null;
  return { ...output, columns };
}

/** The columns of one item of a select list. */
function columnsOf(item: Expression, scope: Scope, functions: FunctionTypes): readonly Column[] | null {
  if (item.class === 'STAR') return starColumns(item, scope)?.map(({ column }) => column) ?? null;
  if (isMultiplying(item)) return null;
  if (item.class === 'COLUMN_REF') {
    const names = item.column_names ?? [];
    const found = resolve(names, scope)?.column ?? bare(null);
    return [{ ...found, name: item.alias ?? names.at(-1) ?? null }];
  }
  return [{ ...bare(item.alias ?? null), type: typeOf(item, scope, functions) }];
}

function isMultiplying(item: Expression): boolean {
  let found = false;
  eachExpression(item, (one) => {
    found ||= one.class === 'STAR' || (one.class === 'FUNCTION' && one.function_name === 'unnest');
    return !found;
  });
  return found;
}

/** What a star stands for, with the source of each column; null where that is not sure. */
export function starColumns(
  star: Expression,
  { sources, joins }: Pick<Scope, 'sources' | 'joins'>,
): readonly { readonly source: Source; readonly column: Column; readonly isMerged: boolean }[] | null {
  const { relation_name, exclude_list = [], replace_list = [], columns } = star;
  if (columns || star.expr || star.rename_list || star.qualified_exclude_list) return null;
  if (joins.some(({ kind }) => kind === 'NATURAL' || kind === 'POSITIONAL')) return null;
  const visible = sources.filter(({ isHidden }) => !isHidden);
  const taken = relation_name === undefined ? visible : visible.filter(({ name }) => same(name, relation_name));
  if (taken.length === 0 || (relation_name !== undefined && taken.length > 1)) return null;
  const merged = relation_name === undefined ? joins.flatMap(({ using }) => using) : [];
  const found: { source: Source; column: Column; isMerged: boolean }[] = [];
  for (const source of taken) {
    if (!source.columns) return null;
    for (const column of source.columns) {
      if (column.name === null) return null;
      const isMerged = merged.some((name) => same(name, column.name));
      if (isMerged && found.some((one) => same(one.column.name, column.name))) continue;
      if (exclude_list.some((name) => same(name, column.name))) continue;
      const isReplaced = replace_list.some(({ key }) => same(key, column.name));
      found.push({ source, isMerged, column: isReplaced ? bare(column.name) : column });
    }
  }
  return found;
}

/** The table whose rows a SELECT gives, each at most once. */
function tableOf(node: QueryNode, { sources }: Scope): Source['table'] {
  const [source, second] = sources;
  if (!source?.table || second) return null;
  if (node.group_expressions || node.having || node.aggregate_handling === 'FORCE_AGGREGATES') return null;
  if (node.select_list?.some((item) => item.class !== 'STAR' && isMultiplying(item))) return null;
  if (node.modifiers?.some(({ type }) => type === 'DISTINCT_MODIFIER')) return null;
  const isCut = [node.where_clause, node.qualify, node.sample].some((cut) => cut !== undefined);
  const isLimited = node.modifiers?.some(({ type }) => type.startsWith('LIMIT')) ?? false;
  return { ...source.table, isFiltered: source.table.isFiltered || isCut || isLimited };
}
