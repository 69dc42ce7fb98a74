import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, projectFile } from '../support/projects.ts';

const csv = 'id,name\n1,a\n';

async function said(files: Readonly<Record<string, string>>, ...args: string[]) {
  const { exit, stdout, stderr } = await mart([...args, '--log-format', 'json'], project(files));
  const lines = `${stdout}${stderr}`.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const diagnostics = lines.filter((line) => line.code !== undefined || line.diagnostic !== undefined);
  const places = diagnostics.map((line) => {
    const { code, message, help, labels } = line.diagnostic ?? line;
    const { file, start } = labels[0].span;
    return `${code} ${file}:${start.line}:${start.column} ${message}${help ? ` | ${help}` : ''}`;
  });
  return { exit, places: [...new Set(places)] };
}

test('a type for a column that the header lacks is an error at its key', async () => {
  const files = {
    'seeds/raw.csv': csv,
    'seeds/p.yml': 'seeds:\n  - name: raw\n    config:\n      column_types: { ID: bigint, nmae: varchar }\n',
  };
  expect(await said(files, 'ls')).toEqual({
    exit: 1,
    places: ['M111 seeds/p.yml:4:35 the seed `raw` has no column `nmae` | did you mean `name`?'],
  });
});

test('types of a folder are for those of its seeds that have the columns; those of one seed are its own', async () => {
  const files = (folders: string) => ({
    'project.yml': projectFile(`seeds: ${folders}\n`),
    'seeds/raw.csv': csv,
    'seeds/other.csv': 'zip\n00501\n',
  });
  expect(await said(files('{ +column_types: { zip: varchar, id: bigint } }'), 'ls')).toEqual({ exit: 0, places: [] });
  expect(await said(files('{ raw: { +column_types: { zip: varchar } } }'), 'ls')).toEqual({
    exit: 1,
    places: ['M111 project.yml:5:34 the seed `raw` has no column `zip`'],
  });
});

const typed = (entry: string) => ({ 'seeds/raw.csv': csv, 'seeds/p.yml': `seeds:\n  - name: raw\n    ${entry}\n` });

test.each([
  [
    'config: { column_types: { id: bigintt } }',
    'M304 seeds/p.yml:3:35 `id` cannot be `bigintt`: type with name bigintt does not exist | did you mean `bigint`?',
  ],
  [
    'columns: [{ name: name, data_type: "decimal(50,2)" }]',
    'M304 seeds/p.yml:3:40 `name` cannot be `decimal(50,2)`: DECIMAL type width must be between 1 and 38',
  ],
  [
    'config: { column_types: { id: "struct(a integer" } }',
    'M304 seeds/p.yml:3:35 `id` cannot be `struct(a integer`: syntax error at end of input',
  ],
])('a type that the engine does not know is an error at its place: %s', async (entry, line) => {
  for (const verb of ['seed', 'check']) {
    const { exit, places } = await said(typed(entry), verb);
    expect({ verb, exit, places }).toEqual({ verb, exit: 1, places: [line] });
  }
});

test('a value that does not fit a type is still shown in its row', async () => {
  const { places } = await said(typed('config: { column_types: { name: integer } }'), 'seed');
  expect(places).toHaveLength(1);
  expect(places[0]).toMatch(/^M507 seeds\/raw.csv:2:1 /);
});
