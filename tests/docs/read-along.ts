import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from '../../src/cli/program.ts';
import { program } from '../cli/mart.ts';
import { flags } from './flags.ts';
import { readPage, type Span } from './page.ts';
import { checkTypes, play } from './play.ts';
import { putCommands, type } from './shell.ts';

/**
 * Declares the tests of a page: every fence is done in turn in one folder (which `prepare` fills), then the project that
 * came of it compiles, with every piece of a template that the text mentions in it; every command that the text
 * mentions is one of the program; every link leads somewhere.
 */
export function readAlong(file: string, prepare: (folder: string) => void = () => {}): void {
  const page = readPage(file);
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'mart-docs-')));
  const bin = join(home, 'bin');
  const start = join(home, 'start');
  let folder = start;

  beforeAll(() => {
    if (!existsSync(program)) execFileSync(process.execPath, ['scripts/build.mjs', '--no-types']);
    putCommands(bin);
    mkdirSync(start);
    prepare(start);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  for (const fence of page.fences) {
    test(`${file}:${fence.line} ${fence.language} ${fence.path ?? ''}`, async () => {
      folder = await play(fence, folder, bin);
    });
  }

  const typed = page.fences.flatMap(({ language, path }) => (language === 'ts' && path ? [path] : []));
  if (typed.length > 0) test(`${file}: its TypeScript holds`, () => checkTypes(folder, typed, join(home, 'types')));

  test(`${file}: its project compiles, with every piece of a template that it mentions`, async () => {
    for (const { text, line, index } of pieces(page.spans)) mention(folder, `mentioned_${line}_${index}`, text);
    const { texts } = await type(['mart compile -q', 'echo $?'], folder, bin);
    expect(texts).toEqual(['', '0\n']);
  });

  test(`${file}: every command and flag that it mentions is there`, () => {
    for (const { text, foreign } of page.spans) {
      const command = /^(?:npx )?mart (.+)$/.exec(text);
      if (command && !foreign) parse(wordsOf(command[1] ?? ''));
      else if (text.startsWith('--') && !foreign) expect(flags()).toContain(text.split(/[ =]/)[0]);
    }
  });

  test(`${file}: every link leads to a file`, () => {
    const inside = page.links.filter((link) => !/^(https?:|#)/.test(link));
    expect(inside.filter((link) => !existsSync(resolve(dirname(file), link.split('#')[0] ?? '')))).toEqual([]);
  });
}

/** A model that holds a piece of a template; `arguments` belongs to a generic test, so there it is one, and the model has it. */
function mention(folder: string, name: string, text: string): void {
  const isTest = text.startsWith('{{arguments');
  writeFileSync(join(folder, 'models', `${name}.sql`), `select 1 as n /* ${isTest ? '' : text} */\n`);
  if (!isTest) return;
  mkdirSync(join(folder, 'macros/tests'), { recursive: true });
  writeFileSync(join(folder, 'macros/tests', `${name}.sql`), `${text} select * from {{model}} where false\n`);
  writeFileSync(join(folder, 'models', `${name}.yml`), `models: [{ name: ${name}, data_tests: [${name}] }]\n`);
}

/** Templates between backticks; `…` in them stands for nothing in particular. */
function pieces(spans: readonly Span[]): { readonly text: string; readonly line: number; readonly index: number }[] {
  return spans
    .filter((span) => !span.foreign && span.text.includes('{{'))
    .map((span, index) => ({ text: span.text.replaceAll('…', ' '), line: span.line, index }));
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((one) => one[1] ?? one[2] ?? one[3] ?? '');
}
