import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type GenerateOptions, runGenerator } from '../../src/generate/run-generator.ts';
import type { Generator } from '../../src/nodes/node.ts';

const node: Generator = {
  resource: 'generator',
  id: 'generator.p.days',
  name: 'days',
  project: 'p',
  path: 'generators/days.ts',
  patchPath: null,
  fqn: ['p', 'days'],
  description: '',
  place: { kind: 'yaml', at: { file: 'project.yml', path: ['generators', 'days'] } },
  dependsOn: [],
  checksum: '',
  config: { enabled: true, tags: [], meta: {} },
  program: 'generators/days.ts',
  params: { days: 2 },
  writes: { out: 'landing' },
};

const program = `
import { mkdirSync, writeFileSync } from 'node:fs';
interface Context { params: { days: number }; folders: { out: string }; progress: (done: number, total: number, what: string) => void }
export default async function generate({ params, folders, progress }: Context) {
  if (params.days < 1) throw new Error('days is 0, it must be at least 1\\nsecond line');
  for (let day = 1; day <= params.days; day++) {
    mkdirSync(folders.out + '/day-' + day);
    writeFileSync(folders.out + '/day-' + day + '/a.txt', String(day));
    progress(day, params.days, 'day');
  }
  return { summary: params.days + ' days' };
}
`;

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mart-generate-'));
  mkdirSync(join(root, 'generators'));
  writeFileSync(join(root, 'generators', 'days.ts'), program);
  return () => rmSync(root, { recursive: true, force: true });
});

function options(more: Partial<GenerateOptions> = {}): GenerateOptions {
  return {
    root,
    generatorsFolder: 'generators',
    targetFolder: 'target',
    params: null,
    progress: () => {},
    ...more,
  };
}

const landed = (path: string) => existsSync(join(root, 'landing', path));

test('it writes once, and again only when something that decides it has changed', async () => {
  const told: string[] = [];
  const first = await runGenerator(
    node,
    options({ progress: (done, total, what) => told.push(`${done}/${total} ${what}`) }),
  );
  expect(first).toEqual({ kind: 'written', summary: '2 days' });
  expect(told).toEqual(['1/2 day', '2/2 day']);
  expect(readFileSync(join(root, 'landing', 'day-2', 'a.txt'), 'utf8')).toBe('2');
  expect(await runGenerator(node, options())).toEqual({ kind: 'current' });
  const more = { ...node, params: { days: 3 } };
  expect(await runGenerator(more, options())).toEqual({ kind: 'written', summary: '3 days' });
  expect(await runGenerator(more, options())).toEqual({ kind: 'current' });
  writeFileSync(join(root, 'generators', 'days.ts'), `${program}// edited\n`);
  expect(await runGenerator(more, options())).toEqual({ kind: 'written', summary: '3 days' });
});

test('it runs again when a part of its output is missing, and takes away what it no longer writes', async () => {
  await runGenerator(node, options({ params: { days: 3 } }));
  rmSync(join(root, 'landing', 'day-1'), { recursive: true });
  expect(await runGenerator(node, options())).toEqual({ kind: 'written', summary: '3 days' });
  await runGenerator(node, options({ params: { days: 1 } }));
  expect([landed('day-1'), landed('day-2'), landed('day-3')]).toEqual([true, false, false]);
});

test('a build keeps to the parameters of the last run by hand, and a plain run by hand forgets them', async () => {
  await runGenerator(node, options({ params: { days: 3 } }));
  expect(await runGenerator(node, options())).toEqual({ kind: 'current' });
  writeFileSync(join(root, 'generators', 'days.ts'), `${program}// edited\n`);
  expect(await runGenerator(node, options())).toEqual({ kind: 'written', summary: '3 days' });
  await runGenerator(node, options({ params: {} }));
  expect([landed('day-2'), landed('day-3')]).toEqual([true, false]);
});

test('a folder that somebody else filled is left alone', async () => {
  mkdirSync(join(root, 'landing'));
  writeFileSync(join(root, 'landing', 'theirs.csv'), 'x');
  expect(await runGenerator(node, options({ params: {} }))).toEqual({ kind: 'foreign', folder: 'landing' });
  expect([landed('theirs.csv'), landed('day-1')]).toEqual([true, false]);
});

test('a delivery of somebody else beside its own is left alone too', async () => {
  await runGenerator(node, options());
  writeFileSync(join(root, 'landing', 'day-9.csv'), 'theirs');
  expect(await runGenerator(node, options({ params: { days: 9 } }))).toEqual({ kind: 'foreign', folder: 'landing' });
});

test('a record that names a place outside its folder is nobody’s', async () => {
  await runGenerator(node, options());
  writeFileSync(join(root, 'keep.txt'), 'x');
  const record = join(root, 'landing', '.mart-generator.json');
  writeFileSync(
    record,
    JSON.stringify({ generator: 'days', fingerprint: '', entries: ['../keep.txt'], overrides: {}, complete: true }),
  );
  expect(await runGenerator(node, options({ params: {} }))).toEqual({ kind: 'foreign', folder: 'landing' });
  expect(existsSync(join(root, 'keep.txt'))).toBe(true);
});

test('two names for one folder are refused', async () => {
  const failing = runGenerator({ ...node, writes: { out: 'landing', more: 'landing/deep' } }, options());
  await expect(failing).rejects.toMatchObject({ diagnostics: [{ code: 'M108' }] });
});

test('a program that fails leaves the folder as it was and no staging behind', async () => {
  await runGenerator(node, options());
  const failing = runGenerator(node, options({ params: { days: 0 } }));
  await expect(failing).rejects.toMatchObject({
    diagnostics: [{ code: 'M211', notes: ['second line', 'program: generators/days.ts'] }],
  });
  expect([
    landed('day-1'),
    landed('day-2'),
    existsSync(join(root, 'target', 'staging', `days-${process.pid}`)),
  ]).toEqual([true, true, false]);
});

test('it may not write outside the project', async () => {
  const failing = runGenerator({ ...node, writes: { out: '../elsewhere' } }, options());
  await expect(failing).rejects.toMatchObject({ diagnostics: [{ code: 'M108' }] });
});

test('a program without a default function cannot be loaded', async () => {
  writeFileSync(join(root, 'generators', 'days.ts'), 'export const generate = 1;');
  await expect(runGenerator(node, options())).rejects.toMatchObject({ diagnostics: [{ code: 'M212' }] });
});
