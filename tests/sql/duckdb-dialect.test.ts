import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDuckDB } from '../../src/adapters/duckdb/open.ts';
import { builder } from '../../src/sql/builder.ts';
import fc from '../support/property.ts';
import { plainTarget } from '../support/target.ts';

interface Tables {
  readonly stock: { readonly id: number; readonly word: string | null };
  readonly delta: Tables['stock'];
}

/** Asks an empty database in memory. */
async function ask<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  const options = { root: tmpdir(), readOnly: false, waitSeconds: 0 };
  const adapter = await openDuckDB(plainTarget(':memory:'), options);
  try {
    return await adapter.publish(async (session) => ({ keep: true, value: await work(builder<Tables>(session)) }));
  } finally {
    await adapter.close();
  }
}

const made = (db: Kysely<Tables>, table: string) =>
  db.schema
    .createTable(table)
    .modifyFront(sql`or replace`)
    .addColumn('id', 'integer', (column) => column.notNull())
    .addColumn('word', 'text')
    .execute();

test('statements are run where the session is: create or replace, insert, merge, delete, select', async () => {
  const rows = await ask(async (db) => {
    await made(db, 'stock');
    await made(db, 'stock');
    await made(db, 'delta');
    const added = await db
      .insertInto('stock')
      .values([
        { id: 1, word: "it's" },
        { id: 2, word: null },
      ])
      .executeTakeFirstOrThrow();
    expect(added.numInsertedOrUpdatedRows).toBe(2n);
    await db
      .insertInto('delta')
      .values([
        { id: 2, word: 'two' },
        { id: 3, word: 'three' },
      ])
      .execute();
    await db
      .mergeInto('stock as s')
      .using('delta as d', 'd.id', 's.id')
      .whenMatched()
      .thenUpdateSet(({ ref }) => ({ word: ref('d.word') }))
      .whenNotMatched()
      .thenInsertValues(({ ref }) => ({ id: ref('d.id'), word: ref('d.word') }))
      .execute();
    expect((await db.deleteFrom('stock').where('id', '=', 3).executeTakeFirstOrThrow()).numDeletedRows).toBe(1n);
    return db.selectFrom('stock').selectAll().orderBy('id').execute();
  });
  expect(rows).toEqual([
    { id: 1, word: "it's" },
    { id: 2, word: 'two' },
  ]);
});

test('what Kysely has no word for is a tagged text: copy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mart-copy-'));
  const path = join(folder, "it's.parquet");
  try {
    await ask(async (db) => {
      await made(db, 'stock');
      await sql`copy ${db.selectFrom('stock').selectAll()} to ${path} (format parquet)`.execute(db);
    });
    expect(existsSync(path)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a transaction belongs to whoever opened the session', async () => {
  await expect(ask((db) => db.transaction().execute(async () => 1))).rejects.toThrow('begins and ends in the adapter');
});

test('without a session a query compiles and answers nothing', async () => {
  const query = builder<Tables>().selectFrom('stock').selectAll();
  expect(query.compile().sql).toBe('select * from "stock"');
  expect(await query.execute()).toEqual([]);
});

test('an instant, bytes, and texts of any kind come back as they were', async () => {
  const [row] = await ask((db) =>
    db
      .selectNoFrom(({ val }) => [
        sql<string>`${new Date('2025-12-01T10:00:00.123Z')}::varchar`.as('at'),
        sql<string>`hex(${Uint8Array.of(0, 255, 39)})`.as('bytes'),
        val([1, 2]).as('list'),
      ])
      .execute(),
  );
  expect(row).toEqual({ at: '2025-12-01 10:00:00.123+00', bytes: '00FF27', list: [1, 2] });
  const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
  const texts = fc.sample(fc.array(text, { minLength: 1, maxLength: 20 }), 30);
  const back = await ask((db) =>
    Promise.all(
      texts.map((all) => db.selectNoFrom(({ val }) => all.map((one, at) => val(one).as(`c${at}`))).execute()),
    ),
  );
  expect(back.map(([one]) => Object.values(one ?? {}))).toEqual(texts);
});
