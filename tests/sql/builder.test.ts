import { expect, test } from 'vitest';
import { builder } from '../../src/sql/builder.ts';

interface Tables {
  readonly '_mart.files': { readonly path: string; readonly seq: number; readonly reason: string | null };
}

const db = builder<Tables>();

test('values stand in the statement, quoted', () => {
  const query = db.insertInto('_mart.files').values({ path: "it's", seq: 3, reason: null });
  expect(query.compile().sql).toBe(`insert into "_mart"."files" ("path", "seq", "reason") values ('it''s', 3, null)`);
});

test('a selection with conditions', () => {
  const query = db
    .selectFrom('_mart.files')
    .select(['path', 'seq'])
    .where('path', 'in', ['a', 'b'])
    .orderBy('seq', 'desc');
  expect(query.compile().sql).toBe(
    `select "path", "seq" from "_mart"."files" where "path" in ('a', 'b') order by "seq" desc`,
  );
});
