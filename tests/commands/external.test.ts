import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

const model = (config: string) => `{{config materialized="external" ${config}}}\nselect 1 as id, 'x' as k`;

test('an external model is checked, built, read and shown like any other', async () => {
  const folder = project({
    'models/out.sql': model('location="exports/out.csv"'),
    'models/below.sql': 'select id + 1 as next from {{ref "out"}}',
  });
  expect((await mart(['check'], folder)).exit).toBe(0);
  expect((await mart(['build'], folder)).exit).toBe(0);
  const shown = await mart(['show', '-q', '--sql', 'from {{ref "below"}}', '--output', 'csv'], folder);
  expect(shown.stdout).toBe('next\n2\n');
});

test('locations stay in the project, apart from its own files, from what is delivered and from each other', async () => {
  const folder = project({
    'models/a.sql': model('location="../out.csv"'),
    'models/b.sql': model('location="/tmp/out.csv"'),
    'models/c.sql': model('location="seeds/out.csv"'),
    'models/d.sql': model('location="landing/x.csv"'),
    'models/e.sql': model('location="exports/one.csv"'),
    'models/f.sql': model('location="exports/./one.csv"'),
    'models/g.sql': model('location="exports/g.csv" format="json"'),
    'models/h.sql': model('format="json" partition_by="k"'),
    'models/s.yml': 'sources: [{ name: s, tables: [{ name: t, files: landing/*.csv }] }]\n',
  });
  const { stderr, exit } = await mart(['build'], folder);
  expect(exit).toBe(1);
  const said = [...stderr.matchAll(/^error\[(M\d+)\]: (.*)$/gm)].map(([, code, text]) => `${code} ${text}`).sort();
  expect(said).toEqual([
    'M108 `location: ../out.csv` leads outside of the project',
    'M108 `location: /tmp/out.csv` leads outside of the project',
    'M108 `location: landing/x.csv` is among the files of a source',
    'M108 `location: seeds/out.csv` is among the files of the project',
    'M113 `format: json` cannot have partitions',
    'M113 `location: exports/g.csv` is called otherwise than `format: json`',
    'M404 `f` and `e` would both write `exports/one.csv`',
  ]);
});
