import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { offsetAt, positionAt } from '../../src/source/text.ts';
import { type LoadedHelpers, loadHelpers } from '../../src/template/load-helpers.ts';
import fc from '../support/property.ts';
import { renderText } from './scope.ts';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mart-helpers-'));
  await mkdir(join(root, 'macros'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function load(files: Readonly<Record<string, string>>, cache?: string): Promise<LoadedHelpers> {
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  return loadHelpers(
    Object.keys(files).map((path) => ({ path, absolute: join(root, path) })),
    cache,
  );
}

async function problems(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { diagnostics } = await load(files);
  return diagnostics.map(({ code, message, labels: [label] }) => {
    const { file, start, end } = label?.span ?? { file: '?', start: { line: 0, column: 0 }, end: { column: 0 } };
    return `${code} ${file}:${start.line}:${start.column}-${end.column} ${message}`;
  });
}

test('no files, no helpers', async () => {
  expect(await loadHelpers([])).toEqual({ helpers: new Map(), diagnostics: [] });
});

test('exported functions are helpers, typed TypeScript without a build step', async () => {
  const { helpers, diagnostics } = await load({
    'macros/text.ts': [
      "import { join } from 'node:path';",
      "import { suffix } from './shared.ts';",
      'interface Options { readonly sep?: string }',
      'export function glue(a: string, b: string, options: Options = {}): string {',
      "  return [a, b].join(options.sep ?? '') + suffix;",
      '}',
      'export const columns = (): readonly string[] => ["a", "b"] as const;',
      'export const limit: number = 3;',
      'export type Name = string;',
      'export const path = (name: string) => join("x", name);',
    ].join('\n'),
    'macros/shared.ts': "export const suffix = '!';\nexport function twice(n: number): number { return n * 2; }\n",
  });
  expect(diagnostics).toEqual([]);
  expect([...helpers.keys()].sort()).toEqual(['columns', 'glue', 'path', 'twice']);
  const text = '{{glue "a" "b" sep="-"}} {{#each (columns)}}{{this}}{{/each}} {{twice 4}}';
  expect(renderText(text, { helpers: Object.fromEntries(helpers) }).text).toBe('a-b! ab 8');
});

test('a helper that throws says where', async () => {
  const { helpers } = await load({
    'macros/fails.ts': 'export function fails(day: string): string {\n  throw new RangeError("no day " + day);\n}\n',
  });
  const [problem] = renderText('a {{fails "x"}}', { helpers: Object.fromEntries(helpers) }).diagnostics;
  expect(problem).toMatchObject({ code: 'M208', message: 'the helper `fails` failed: no day x' });
  expect(problem?.notes).toEqual(['thrown at macros/fails.ts:2:9']);
});

test('what cannot be a helper is refused at its place', async () => {
  expect(await problems({ 'macros/a.ts': 'export const a = 1;\n\nexport default () => 1;\n' })).toEqual([
    'M210 macros/a.ts:3:1-15 a default export is not a helper: it has no name',
  ]);
  expect(await problems({ 'macros/b.ts': 'const x = 1;\nexport function ref(): number { return x; }\n' })).toEqual([
    'M210 macros/b.ts:2:17-20 `ref` is built in and cannot be defined again',
  ]);
  expect(
    await problems({
      'macros/c.ts': 'export const same = () => 1;\n',
      'macros/d.ts': '\nexport const same = () => 2;\n',
    }),
  ).toEqual(['M210 macros/d.ts:2:14-18 the helper `same` is defined twice']);
  expect(await problems({ 'macros/e.ts': 'export const target = () => 1, each = () => 2;\n' })).toHaveLength(2);
});

test('a file that cannot be loaded is refused at its place, and the others are loaded', async () => {
  const said = await problems({
    'macros/syntax.ts': 'export const a = 1;\nexport function (x {\n',
    'macros/throws.ts': 'const a = 1;\n\nif (a) throw new Error("not today");\n',
    'macros/missing.ts': 'import { x } from "./nowhere.ts";\nexport const y = () => x;\n',
  });
  expect(said).toHaveLength(3);
  expect(said[0]).toMatch(/^M210 macros\/syntax\.ts:2:\d+-\d+ macros\/syntax\.ts cannot be loaded: /);
  expect(said[1]).toMatch(/^M210 macros\/throws\.ts:3:\d+-\d+ macros\/throws\.ts cannot be loaded: not today$/);
  expect(said[2]).toMatch(/^M210 macros\/missing\.ts:\d+:\d+-\d+ macros\/missing\.ts cannot be loaded: .*nowhere\.ts/);
  const { helpers } = await load({
    'macros/syntax.ts': 'export function (',
    'macros/fine.ts': 'export const fine = () => 1;',
  });
  expect([...helpers.keys()]).toEqual(['fine']);
});

test('a changed file is loaded anew, with a cache too', async () => {
  const cache = join(root, 'target');
  const value = async (text: string) => {
    const { helpers } = await load({ 'macros/v.ts': text }, cache);
    return helpers.get('v')?.();
  };
  expect(await value('export const v = (): number => 1;')).toBe(1);
  expect(await value('export const v = (): number => 2;')).toBe(2);
  expect(await value('export const v = (): number => 1;')).toBe(1);
  expect((await readdir(cache)).length).toBeGreaterThan(0);
});

test.each([
  ['export const x: number = (', '1:27-27'],
  ['export function a() {\n', '2:1-1'],
  ['export const é = "😀"; throw new Error("x");', '1:29-30'],
  ['export const x: string = null as unknown as string; x.length;', '1:55-56'],
  ['interface Long { readonly a: { readonly b: number } | null }\r\nconst o: Long = { a: null };\r\no.a!.b;', '3:6-7'],
  ['throw 1', '1:1-2'],
  ['', ''],
])('a place in a broken file lies in its text: %j', async (text, place) => {
  const said = await problems({ 'macros/broken.ts': text });
  expect(said.map((one) => /broken\.ts:(\S+)/.exec(one)?.[1])).toEqual(place === '' ? [] : [place]);
});

test('a line and a column lead to the offset that they are of, and never out of the text', () => {
  const text = fc
    .array(fc.constantFrom('a', 'é', ' ', '\n', '\r', '\r\n'), { maxLength: 30 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.nat(35), fc.nat(35), (written, offset, column) => {
      const isInside = written.slice(offset - 1, offset + 1) === '\r\n';
      const { line, column: at } = positionAt(written, offset);
      expect(offsetAt(written, line, at)).toBe(Math.min(written.length, isInside ? offset - 1 : offset));
      expect(positionAt(written, offsetAt(written, line, column + 1)).line).toBe(line);
      expect(offsetAt(written, column + 1, line)).toBeLessThanOrEqual(written.length);
    }),
  );
});
