import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

const sources = {
  'landing/a.csv': 'id\n1\n',
  'models/s.yml':
    'sources: [{ name: landing, tables: [{ name: rows, files: landing/*.csv, columns: [{ name: id, data_type: integer }] }] }]\n',
};

test.each([
  ['select * from {{source "landing" "rows"}}', ['id']],
  ['select * from {{source "landing" "rows"}} -- without _source_file', ['id']],
  ['select *, \'_loaded_at\' as word from {{source "landing" "rows"}} /* _source_row */', ['id', 'word']],
  ['select *, 1 as my_source_file from {{source "landing" "rows"}}', ['id', 'my_source_file']],
  ['select * from {{source "landing" "rows"}} where _source_row = 1', ['id', '_source_row']],
  ['select * from {{source "landing" "rows"}} where "_SOURCE_ROW" = 1', ['id', '_source_row']],
  ['select *, _source_file from {{source "landing" "rows"}}', ['id', '_source_file']],
])('%s', async (sql, columns) => {
  const folder = project({ ...sources, 'models/m.sql': `{{config materialized="table"}}${sql}` });
  const built = await mart(['build'], folder);
  expect(built.exit, built.stderr).toBe(0);
  const shown = await mart(['show', '-q', '--sql', 'select * from {{ref "m"}}', '--output', 'json'], folder);
  expect(Object.keys(JSON.parse(shown.stdout)[0])).toEqual(columns);
});
