import type { QueryLineage, RelationColumn, Row } from '../../../../src/adapter/port.ts';
import { linesOf, nameOf } from './shapes.ts';
import type { Variant, Warehouse } from './warehouse.ts';

/**
 * What the data say against the lineage of a query, empty when they agree: columns that it calls unused are exchanged,
 * and nothing may change that does not come from them.
 */
export async function objections(warehouse: Warehouse, sql: string, lineage: QueryLineage): Promise<readonly string[]> {
  if (lineage.unknown !== null) return [lineage.unknown];
  await warehouse.exchange(new Set(), 'own');
  const before = await warehouse.rows(sql);
  const found = await inventedValues(warehouse, lineage, before);
  const names = warehouse.columns.map(nameOf);
  const deciding = new Set(lineage.rows.map(nameOf));
  const sources = lineage.columns.map(({ from }) => new Set(from.map(nameOf)));
  const unused = names.filter((name) => !deciding.has(name) && sources.every((from) => !from.has(name)));
  const valuesOnly = names.filter((name) => !deciding.has(name) && !unused.includes(name));
  for (const by of ['other', 'null'] satisfies Variant[]) {
    for (const name of [null, ...valuesOnly]) {
      // The unused ones are exchanged every time: they may change nothing at all.
      await warehouse.exchange(new Set(name === null ? unused : [...unused, name]), by);
      const kept = sources.flatMap((from, at) => (name === null || !from.has(name) ? [at] : []));
      const after = await warehouse.rows(sql);
      if (bag(before, kept) !== bag(after, kept)) found.push(`${name ?? 'an unused column'} → ${by} changes ${kept}`);
    }
  }
  return found.length === 0 ? [] : [...found, ...linesOf(lineage)];
}

/** The lineage without one of its sources, for each of them. */
export function lessenings(lineage: QueryLineage): readonly QueryLineage[] {
  const all = [...lineage.rows, ...lineage.columns.flatMap(({ from }) => from)].map(nameOf);
  return [...new Set(all)].map((name) => {
    const without = (list: readonly RelationColumn[]) => list.filter((one) => nameOf(one) !== name);
    const columns = lineage.columns.map((column) => ({ ...column, from: without(column.from) }));
    return { ...lineage, columns, rows: without(lineage.rows) };
  });
}

/** Columns that are said to be taken as they are, and hold what no source holds. */
async function inventedValues(warehouse: Warehouse, lineage: QueryLineage, found: readonly Row[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [at, { name, kind, from }] of lineage.columns.entries()) {
    if (kind !== 'pass-through' && kind !== 'renamed') continue;
    const known = new Set(['null']);
    for (const source of from) {
      const { catalog, relation, column } = source;
      const table = [...(catalog ? [catalog] : []), relation.schema, relation.name]
        .map((part) => `"${part}"`)
        .join('.');
      for (const row of await warehouse.rows(`select "${column}" as v from ${table}`)) known.add(text(row.v));
    }
    const others = found.map((row) => text(Object.values(row)[at])).filter((value) => !known.has(value));
    if (others.length > 0) wrong.push(`${name} holds ${others[0]}, which none of its sources holds`);
  }
  return wrong;
}

/** The rows of some columns, by their positions, whatever their order. */
function bag(found: readonly Row[], kept: readonly number[]): string {
  const lines = found.map((row) => {
    const values = Object.values(row);
    return kept.map((at) => text(values[at])).join('\t');
  });
  return lines.sort().join('\n');
}

function text(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}
