import { expect, it } from 'vitest';
import fc, { isFull } from '../support/property.ts';
import type { ModelSpec } from './support/nodes.ts';
import { openShop } from './support/project.ts';

type Type = 'INTEGER' | 'BIGINT' | 'DECIMAL(4,1)' | 'VARCHAR';
type Cell = string | null;

interface Column {
  readonly name: string;
  readonly type: Type;
}

interface Table {
  readonly columns: readonly Column[];
  /** Cells by column, in lower case. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** What a run's query gives, and how the model is configured all along. */
interface Story {
  readonly strategy: 'append' | 'delete+insert' | 'merge';
  readonly key: readonly string[];
  readonly change: 'ignore' | 'append_new_columns' | 'sync_all_columns' | 'fail';
  readonly update: 'all' | 'only v' | 'not v';
  readonly deltas: readonly Table[];
}

const lower = (name: string) => name.toLowerCase();

/** A value in another type; undefined where it does not come back from there as it was. */
function converted(value: Cell, from: Type, to: Type): Cell | undefined {
  if (value === null || from === to) return value;
  const inType = (text: string, type: Type): string | undefined => {
    if (type === 'VARCHAR') return text;
    const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    const whole = Math.sign(number) * Math.round(Math.abs(number));
    if (type === 'INTEGER') return Math.abs(whole) < 2 ** 31 ? String(whole) : undefined;
    if (type === 'BIGINT') return Number.isNaN(whole) ? undefined : String(whole);
    return Math.abs(number) < 1000 ? number.toFixed(1) : undefined;
  };
  const there = inType(value, to);
  return there !== undefined && inType(there, from) === value ? there : undefined;
}

/** The oracle: the table after a run, or the code of its error, by the words of the language page. */
function after(table: Table | null, delta: Table, story: Story): Table | string {
  const keyOf = (row: Table['rows'][number]) => JSON.stringify(story.key.map((name) => row[name] ?? null));
  const isKeyed = story.strategy !== 'append';
  if (isKeyed && new Set(delta.rows.map(keyOf)).size < delta.rows.length) return 'M502';
  if (!table) return delta;

  const find = (columns: readonly Column[], name: string) => columns.find((one) => lower(one.name) === lower(name));
  const added = delta.columns.filter(({ name }) => !find(table.columns, name));
  const missing = table.columns.filter(({ name }) => !find(delta.columns, name));
  const retyped = delta.columns.filter(({ name, type }) => (find(table.columns, name)?.type ?? type) !== type);
  if (story.change === 'fail' && added.length + missing.length + retyped.length > 0) return 'M503';
  if (story.change === 'ignore' && missing.length > 0) return 'M503';

  const syncs = story.change === 'sync_all_columns';
  const stays = table.columns.filter(({ name }) => !syncs || find(delta.columns, name));
  const columns: readonly Column[] = [
    ...stays.map(({ name, type }) => ({ name, type: syncs ? (find(delta.columns, name)?.type ?? type) : type })),
    ...(story.change === 'append_new_columns' || syncs ? added : []),
  ];
  const fitted = (rows: Table['rows'], from: readonly Column[]): Table['rows'] | null => {
    const all = rows.map((row) => {
      const cells = from.flatMap(({ name, type }): [string, Cell | undefined][] => {
        const to = find(columns, name);
        return to ? [[lower(name), converted(row[lower(name)] ?? null, type, to.type)]] : [];
      });
      return Object.fromEntries(cells);
    });
    return all.some((row) => Object.values(row).includes(undefined)) ? null : (all as Table['rows']);
  };
  const [old, fresh] = [fitted(table.rows, table.columns), fitted(delta.rows, delta.columns)];
  if (!old || !fresh) return 'M503';

  const byKey = new Map(fresh.map((row) => [keyOf(row), row]));
  const isNew = (row: Table['rows'][number]) => !old.some((one) => keyOf(one) === keyOf(row));
  switch (story.strategy) {
    case 'append':
      return { columns, rows: [...old, ...fresh] };
    case 'delete+insert':
      return { columns, rows: [...old.filter((row) => !byKey.has(keyOf(row))), ...fresh] };
    case 'merge': {
      const isSet = (name: string) =>
        !story.key.includes(name) && (story.update === 'all' || (name === 'v') === (story.update === 'only v'));
      const updated = old.map((row) => {
        const found = Object.entries(byKey.get(keyOf(row)) ?? {}).filter(([name]) => isSet(name));
        return { ...row, ...Object.fromEntries(found) };
      });
      return { columns, rows: [...updated, ...fresh.filter(isNew)] };
    }
  }
}

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null });
const samples: Readonly<Record<Type, readonly string[]>> = {
  INTEGER: ['1', '2', '-3'],
  BIGINT: ['1', '2', '3000000000'],
  'DECIMAL(4,1)': ['1.0', '2.5', '-0.5'],
  VARCHAR: ['1', '007', 'x', '', '2.5'],
};
const spelled = (name: string) => fc.constantFrom(name, name.toUpperCase());
const column = (name: string, types: readonly Type[]) =>
  fc.record({ name: spelled(name), type: fc.constantFrom(...types) });

const delta: fc.Arbitrary<Table> = fc
  .tuple(
    column('k', ['INTEGER']),
    column('l', ['VARCHAR']),
    column('v', ['INTEGER', 'INTEGER', 'INTEGER', 'BIGINT', 'DECIMAL(4,1)', 'VARCHAR']),
    fc.option(column('w', ['VARCHAR']), { nil: null, freq: 3 }),
    fc.boolean(),
  )
  .chain(([k, l, v, w, isTurned]) => {
    const columns = [k, l, v, ...(w ? [w] : [])];
    const cell = ({ name, type }: Column) => maybe(lower(name) === 'l' ? ['a', 'b'] : samples[type]);
    const row = fc.record(Object.fromEntries(columns.map((one) => [lower(one.name), cell(one)])));
    return fc
      .array(row, { maxLength: 4 })
      .map((rows) => ({ columns: isTurned ? columns.toReversed() : columns, rows }));
  });

const story: fc.Arbitrary<Story> = fc.record({
  strategy: fc.constantFrom('append', 'delete+insert', 'merge'),
  key: fc.constantFrom(['k'], ['k', 'l'], ['l', 'k']),
  change: fc.constantFrom('ignore', 'append_new_columns', 'sync_all_columns', 'fail'),
  update: fc.constantFrom('all', 'all', 'only v', 'not v'),
  deltas: fc.array(delta, { minLength: 4, maxLength: 4 }),
});

function modelOf({ strategy, key, change, update }: Story, { columns, rows }: Table): ModelSpec {
  const text = (value: Cell, type: Type) => `cast(${value === null ? 'null' : `'${value}'`} as ${type})`;
  const all = rows.map(
    (row) => `(${columns.map(({ name, type }) => text(row[lower(name)] ?? null, type)).join(', ')})`,
  );
  const none = `(${columns.map(({ type }) => text(null, type)).join(', ')})`;
  const names = columns.map(({ name }) => name).join(', ');
  const sql = `select * from (values ${[none, ...all].join(', ')}) t(${names}) limit ${rows.length} offset 1`;
  const merged = strategy === 'merge' ? update : 'all';
  return {
    sql,
    materialized: 'incremental',
    incremental_strategy: strategy,
    unique_key: strategy === 'append' ? [] : key,
    on_schema_change: change,
    merge_update_columns: merged === 'only v' ? ['V'] : null,
    merge_exclude_columns: merged === 'not v' ? ['v', ...key] : null,
  };
}

const together = 20;

it('whatever deltas come, a table is what the oracle says', { timeout: 600_000 }, async () => {
  const seen = { errors: 0, tables: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(story, { minLength: together, maxLength: together }), async (stories) => {
      const shop = await openShop(2, ':memory:');
      const tables: (Table | null)[] = stories.map(() => null);
      for (const n of [0, 1, 2, 3]) {
        const given = stories.map(({ deltas }) => deltas[n] ?? { columns: [], rows: [] });
        const specs = stories.map(
          (one, index) => [`m${index}`, modelOf(one, given[index] ?? { columns: [], rows: [] })] as const,
        );
        const run = await shop.run({ models: Object.fromEntries(specs) });
        for (const [index, one] of stories.entries()) {
          const wanted = after(tables[index] ?? null, given[index] ?? { columns: [], rows: [] }, one);
          const codes = run.of(`m${index}`).diagnostics.map(({ code }) => code);
          const about = JSON.stringify({ ...one, deltas: one.deltas.slice(0, n + 1) });
          expect(codes, about).toEqual(typeof wanted === 'string' ? [wanted] : []);
          if (typeof wanted === 'string') seen.errors++;
          else tables[index] = wanted;
          const table = tables[index];
          if (!table) continue;
          seen.tables++;
          const columns = await shop.adapter.read((session) => session.columns(`select * from m${index}`));
          expect(columns, about).toEqual(table.columns);
          const rows = (await shop.values(`select * from m${index}`)).map((row) => JSON.stringify(row)).sort();
          const cells = (row: Table['rows'][number]) => table.columns.map(({ name }) => row[lower(name)] ?? null);
          expect(rows, about).toEqual(table.rows.map((row) => JSON.stringify(cells(row))).sort());
        }
      }
    }),
    { numRuns: isFull ? 30 : 2, endOnFailure: true },
  );
  expect(seen.errors).toBeGreaterThan(10);
  expect(seen.tables).toBeGreaterThan(50);
});
