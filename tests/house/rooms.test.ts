import { existsSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { files, importsOf, textOf } from './source-files.ts';

/** The one order of the rooms of src/: a file imports its own room and rooms above it. */
const rooms = [
  'source',
  'diagnostics',
  'graph',
  'sql',
  'nodes',
  'config',
  'artifacts',
  'adapter',
  'project',
  'template',
  'compile',
  'check',
  'lint',
  'plan',
  'run',
  'corrupt',
  'generate',
  'site',
  'schedule',
  'commands',
  'adapters/duckdb',
  'cli',
];

const top = 'src/index.ts';
const all = files('src/**/*.ts');

function roomOf(path: string): string {
  const inside = path.slice('src/'.length);
  return rooms.find((room) => inside.startsWith(`${room}/`)) ?? inside;
}

test('every file is in a room', () => {
  const homeless = all.filter((path) => path !== top && !path.endsWith('.d.ts') && !rooms.includes(roomOf(path)));
  expect(homeless).toEqual([]);
});

test('a file imports its own room and rooms above it', () => {
  const wrong = all
    .filter((path) => path !== top)
    .flatMap((path) =>
      importsOf(path)
        .filter((to) => to.startsWith('src/') && rooms.indexOf(roomOf(to)) > rooms.indexOf(roomOf(path)))
        .map((to) => `${path} → ${to}`),
    );
  expect(wrong).toEqual([]);
});

test('every relative import names a file', () => {
  const missing = all.flatMap((path) => importsOf(path).filter((to) => to.startsWith('src/') && !existsSync(to)));
  expect(missing).toEqual([]);
});

test('no import goes in a circle', () => {
  const graph = new Map(all.map((path) => [path, importsOf(path).filter((to) => to.startsWith('src/'))]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (done.has(path) || way.includes(path)) return;
    for (const to of graph.get(path) ?? []) visit(to, [...way, path]);
    done.add(path);
  };
  for (const path of all) visit(path, []);
  expect(circles).toEqual([]);
});

test('the engine is known to its adapter only', () => {
  const wrong = all.filter(
    (path) => !path.startsWith('src/adapters/duckdb/') && importsOf(path).some((to) => to.startsWith('@duckdb/')),
  );
  expect(wrong).toEqual([]);
});

test('the adapter is known to the program and to the library only', () => {
  const wrong = all.filter(
    (path) =>
      !/^src\/(cli\/|adapters\/|index\.ts)/.test(path) && importsOf(path).some((to) => to.startsWith('src/adapters/')),
  );
  expect(wrong).toEqual([]);
});

test('nothing but the program prints or exits', () => {
  const wrong = all.filter(
    (path) => !path.startsWith('src/cli/') && /\bconsole\.|process\.(exit|stdout|stderr)\b/.test(textOf(path)),
  );
  expect(wrong).toEqual([]);
});

test('the compile touches no disk, no clock, no engine', () => {
  const pure = all.filter((path) => /^src\/(source|graph|sql|nodes|template|compile|plan)\//.test(path));
  const wrong = pure.filter((path) => {
    if (path === 'src/template/load-helpers.ts') return false;
    return (
      importsOf(path).some((to) => /^(node:)?fs\b|child_process/.test(to)) ||
      /\bDate\.now\(|new Date\(\)|Math\.random\(/.test(textOf(path))
    );
  });
  expect(wrong).toEqual([]);
});

test('the pages run code that is pure, and share types', () => {
  const shared = /^src\/(adapter\/port|nodes\/manifest|graph\/|plan\/|site\/)/;
  const wrong = files('web/**/*.{ts,tsx}').flatMap((path) =>
    importsOf(path)
      .filter((to) => to.startsWith('src/') && !shared.test(to))
      .map((to) => `${path} → ${to}`),
  );
  expect(wrong).toEqual([]);
  // A classic script: modules and parts of Node would not parse.
  expect(() => new Script(readFileSync('dist/site/app.js', 'utf8'))).not.toThrow();
});
