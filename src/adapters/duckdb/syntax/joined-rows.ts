import type { JoinedRows, JoinedSource } from '../../../adapter/query-text.ts';
import { resolve, type Scope, type Source } from './scope.ts';
import { conjuncts, type Expression, eachExpression } from './tree.ts';
import { expressionsOf, type Select } from './walk.ts';

/** Joins of which more than the conditions decides the rows. */
const strangeJoins = new Set(['NATURAL', 'POSITIONAL', 'DEPENDENT']);

type ColumnsOf = Map<Source, Set<string>>;

function add(columns: ColumnsOf, source: Source, name: string): void {
  columns.set(source, (columns.get(source) ?? new Set()).add(name));
}

/** What one SELECT joins; null where it joins nothing, or in a way that says little of its rows. */
export function joinedRows(select: Select): JoinedRows | null {
  const { scope, node, isOutermost } = select;
  if (scope.joins.length === 0 || scope.joins.some(({ kind }) => strangeJoins.has(kind))) return null;
  if (node.modifiers?.some(({ type }) => type === 'DISTINCT_MODIFIER') || node.qualify) return null;
  const fixed: ColumnsOf = new Map();
  const chosen: ColumnsOf = new Map();
  const filtered = new Set<Source>();
  const fix = (side: Expression, other: Expression): boolean => {
    const meant = side.column_names && resolve(side.column_names, scope);
    if (!meant || meant.isOuter || !isElsewhere(other, meant.source, scope)) return false;
    const name = meant.column.origin?.column.toLowerCase();
    if (name === undefined) return true;
    add(fixed, meant.source, name);
    if (sourcesIn(other, scope).length === 0) add(chosen, meant.source, name);
    return true;
  };
  const conditions = [...scope.joins.map(({ condition }) => condition), node.where_clause].flatMap(conjuncts);
  for (const condition of conditions) {
    const { left, right } = condition;
    const isEquality = condition.type === 'COMPARE_EQUAL' || condition.type === 'COMPARE_NOT_DISTINCT_FROM';
    const isJoin = left && right && isEquality && [fix(left, right), fix(right, left)].includes(true);
    if (!isJoin) for (const source of sourcesIn(condition, scope)) filtered.add(source);
  }
  for (const { using, left, right, kind, type } of scope.joins) {
    for (const name of using) fixUsing(name, left, right, fixed);
    // The nearest row, or whether there is one: never several.
    if (kind === 'ASOF' || type === 'SEMI' || type === 'ANTI') for (const source of right) filtered.add(source);
  }
  const sources = scope.sources.flatMap((source) => joinedSource(source, fixed, chosen, filtered) ?? []);
  const isGrouped = node.group_expressions !== undefined || node.aggregate_handling === 'FORCE_AGGREGATES';
  const aggregates = countedIn(select);
  if (isGrouped && !aggregates) return null;
  const isPlain = isOutermost && !isGrouped && !aggregates && !node.modifiers?.some(({ type }) => /LIMIT/.test(type));
  return { sources, isCounted: aggregates, output: isPlain ? outputOf(select) : null };
}

/** Whether a side of an equality has one value once the rows of the other sources are given. */
function isElsewhere(side: Expression, source: Source, scope: Scope): boolean {
  return !sourcesIn(side, scope).includes(source);
}

function sourcesIn(value: Expression, scope: Scope): readonly Source[] {
  const found: Source[] = [];
  let isUnknown = false;
  eachExpression(value, (one) => {
    if (one.class === 'SUBQUERY') isUnknown = true;
    if (one.class === 'COLUMN_REF') {
      const meant = resolve(one.column_names ?? [], scope);
      if (meant) found.push(meant.source);
      else isUnknown = true;
    }
    return true;
  });
  return isUnknown ? scope.sources : found;
}

function fixUsing(name: string, left: readonly Source[], right: readonly Source[], fixed: ColumnsOf): void {
  for (const source of [...left, ...right]) {
    const origin = source.columns?.find((column) => column.name?.toLowerCase() === name.toLowerCase())?.origin;
    if (origin) add(fixed, source, origin.column.toLowerCase());
  }
}

function joinedSource(
  source: Source,
  fixed: ColumnsOf,
  chosen: ColumnsOf,
  filtered: ReadonlySet<Source>,
): JoinedSource | null {
  const { table, at, name, columns, isHidden } = source;
  if (!table || at === null || name === null || isHidden) return null;
  return {
    relation: table.relation,
    name,
    at,
    length: 1,
    fixed: [...(fixed.get(source) ?? [])],
    chosen: [...(chosen.get(source) ?? [])],
    visible: columns?.flatMap(({ origin }) => origin?.column.toLowerCase() ?? []) ?? [],
    isFiltered: table.isFiltered || filtered.has(source),
  };
}

/** Aggregates that a row which is there twice changes. */
const counting = new Set([
  'sum',
  'count',
  'count_star',
  'avg',
  'mean',
  'list',
  'array_agg',
  'string_agg',
  'group_concat',
]);

function countedIn(select: Select): boolean {
  let found = false;
  expressionsOf(select, (one) => {
    found ||= one.class === 'FUNCTION' && !one.distinct && counting.has(one.function_name ?? '');
    return true;
  });
  return found;
}

function outputOf({ node, scope }: Select): JoinedRows['output'] {
  return (node.select_list ?? []).flatMap((item) => {
    const meant = item.class === 'COLUMN_REF' ? resolve(item.column_names ?? [], scope) : null;
    const name = item.alias ?? item.column_names?.at(-1);
    if (!meant?.column.origin || meant.isMerged || name === undefined || meant.source.at === null) return [];
    return [{ name, source: meant.source.at, column: meant.column.origin.column.toLowerCase() }];
  });
}
