import type { Adapter, RelationColumn, Row } from '../../../../src/adapter/port.ts';
import { identifier } from '../../../../src/sql/identifier.ts';
import { literal } from '../../../../src/sql/literal.ts';
import fc from '../../../support/property.ts';
import { keep, open, rows, target } from '../scratch.ts';
import { nameOf, tables } from './shapes.ts';

/** What stands in the place of a column: its own rows, other ones of the same type, or nothing. */
export type Variant = 'own' | 'other' | 'null';

/** The tables of the shapes, with rows, two sets of them; each column can be exchanged by itself. */
export interface Warehouse {
  readonly adapter: Adapter;
  readonly columns: readonly RelationColumn[];
  /** Exchanges the columns that are named and puts all others back. */
  exchange(names: ReadonlySet<string>, by: Variant): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
}

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly column: RelationColumn; readonly name: string; readonly type: string }[];
}

/** Two sets of cells for each table: `data[table][set][row][column]`. */
export type Data = Readonly<Record<string, readonly (readonly (readonly string[])[])[]>>;

const sizes: Readonly<Record<string, number>> = { t: 24, u: 20, w: 12, 'gold.t': 10, 'other.s.z': 10 };
const types: Readonly<Record<string, readonly string[]>> = {
  t: ['id', 'int', 'int', 'text', 'date', 'list', 'struct'],
  u: ['id', 'int', 'int', 'text', 'date'],
  w: ['int', 'int', 'text'],
  'gold.t': ['int', 'int'],
  'other.s.z': ['int', 'text'],
};

const int = fc.constantFrom('null', '0', '1', '1', '2', '2', '3', '4');
const text = fc.constantFrom('null', "'x'", "'x'", "'y'", "'z'", "'c4'");
const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  int,
  text,
  date: fc.constantFrom('null', ...[1, 2, 3, 3, 4, 5].map((day) => `date '2024-01-0${day}'`)),
  list: fc.oneof(
    fc.constant('null'),
    fc.array(int, { maxLength: 3 }).map((list) => `[${list.join(', ')}]`),
  ),
  struct: fc.oneof(
    fc.constant('null'),
    fc.tuple(int, text).map(([x, y]) => `{'x': ${x}, 'y': ${y}}`),
  ),
};

/** Rows with NULLs and duplicates; `id` is a number that no other row of the table has. */
export const data: fc.Arbitrary<Data> = fc.record(
  Object.fromEntries(
    Object.entries(types).map(([name, kinds]) => {
      const size = sizes[name] ?? 0;
      const columns = kinds.map((kind) => {
        if (kind !== 'id') return fc.array(cells[kind] ?? int, { minLength: size, maxLength: size });
        const ids = Array.from({ length: size }, (_, id) => String(id));
        return fc.shuffledSubarray(ids, { minLength: size });
      });
      const set = fc.tuple(...columns).map((lists) => ids(size).map((row) => lists.map((list) => list[row] ?? 'null')));
      return [name, fc.tuple(set, set)];
    }),
  ),
);

function ids(size: number): readonly number[] {
  return Array.from({ length: size }, (_, row) => row);
}

/** One thread, so that rows that are equal in an order always come in the same one. */
export async function warehouse(): Promise<Warehouse & { fill(data: Data): Promise<void> }> {
  const adapter = await open({ ...target(':memory:', { threads: 1 }), threads: 1 });
  for (const sql of tables) await keep(adapter, sql);
  const found = await tablesOf(adapter);
  const exchanged = new Map<string, string>();
  const exchange: Warehouse['exchange'] = async (names, by) => {
    for (const { name, columns } of found) {
      const list = columns.map((column) => {
        const it = identifier(column.name);
        if (!names.has(nameOf(column.column)) || by === 'own') return `one.${it}`;
        return by === 'null' ? `null::${column.type} as ${it}` : `other.${it}`;
      });
      const query = `select ${list.join(', ')} from ${side(name, 0)} as one positional join ${side(name, 1)} as other`;
      if (exchanged.get(name) === query) continue;
      await keep(adapter, `create or replace table ${name} as ${query}`);
      exchanged.set(name, query);
    }
  };
  return {
    adapter,
    columns: found.flatMap((table) => table.columns.map(({ column }) => column)),
    rows: (sql) => rows(adapter, sql),
    exchange,
    async fill(sets) {
      exchanged.clear();
      for (const { name, columns } of found) {
        for (const [number, set] of (sets[name] ?? []).entries()) {
          const list = set.map((row) => `(${row.map((cell, at) => `${cell}::${columns[at]?.type}`).join(', ')})`);
          const names = columns.map((column) => identifier(column.name)).join(', ');
          const query = `from (values ${list.join(', ')}) v(${names})`;
          await keep(adapter, `create or replace table ${side(name, number)} as ${query}`);
        }
      }
      await exchange(new Set(), 'own');
    },
  };
}

/** Where a set of a table's rows is kept. */
function side(name: string, set: number): string {
  return identifier(`rows of ${name} ${set}`);
}

async function tablesOf(adapter: Adapter): Promise<readonly Table[]> {
  const found = await rows(
    adapter,
    `select database_name as "catalog", schema_name as "schema", table_name as "table", column_name as name, data_type as type
     from duckdb_columns() where not internal and database_name in (current_database(), ${literal('other')})
       and (database_name, schema_name, table_name) in (select (database_name, schema_name, table_name) from duckdb_tables())
     order by column_index`,
  );
  const own = found.map((row) => {
    const catalog = row.catalog === 'other' ? 'other' : null;
    const relation = { schema: String(row.schema), name: String(row.table) };
    return { column: { catalog, relation, column: String(row.name) }, name: String(row.name), type: String(row.type) };
  });
  return Object.keys(types).map((name) => ({
    name,
    columns: own.filter(({ column }) => nameOf(column) === `${name}.${column.column}`),
  }));
}
