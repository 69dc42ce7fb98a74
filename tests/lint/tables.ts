import { projectFile } from '../support/projects.ts';

/** What the shapes read: `a` and `b` with tested keys, `d` that has several rows for an `a`, a key of two columns. */
export const tables: Readonly<Record<string, string>> = {
  'project.yml': projectFile('lint: { missing-key: off, missing-description: off, unused-resource: off }\n'),
  'models/t/a.sql': "select 1 as id, '1' as code, date '2025-01-01' as day\n",
  'models/t/b.sql':
    "select 1::bigint as id, 1 as a_id, 2.5::decimal(10, 2) as amount, timestamp '2025-01-01' as at, 'w' as word\n",
  'models/t/c.sql': 'select 1 as id, \'w\' as word, 2 as "Strange Name"\n',
  'models/t/d.sql': "select 1 as id, 1 as a_id, 3 as n, true as is_first, 'x' as kind, timestamp '2025-01-01' as at\n",
  'models/t/pair.sql': 'select 1 as a_id, 1 as n\n',
  'models/t/t.yml': `models:
  - name: a
    columns: [{ name: id, data_tests: [unique, not_null] }]
  - name: b
    columns: [{ name: id, data_tests: [unique, not_null] }]
  - name: d
    columns: [{ name: id, data_tests: [unique, not_null] }]
  - name: pair
    data_tests: [{ unique_combination: { columns: [a_id, n] } }]
`,
  'macros/doubled.sql': '{{column}} * 2',
  'macros/whole.sql': 'select * from {{ref table}}',
};
