import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fence } from './page.ts';
import { type } from './shell.ts';
import { difference } from './told.ts';

const files = ['sql', 'yaml', 'csv', 'ts', 'json'];

/** Does what a fence says, in `folder`, with the commands of `bin`. Gives the folder in which the reader is afterwards; throws where the page is untrue. */
export async function play(fence: Fence, folder: string, bin: string): Promise<string> {
  const { language, path, body } = fence;
  if (language === 'console' && path === null) return converse(body, folder, bin);
  if (language === 'diff' && path !== null) edit(join(folder, path), body);
  else if (files.includes(language) && path !== null) put(join(folder, path), body);
  else if (language === 'text' && path === null) refuseWork(body);
  else throw new Error(`no rule says what to do with \`\`\`${language} ${path ?? ''}`);
  return folder;
}

async function converse(body: string, folder: string, bin: string): Promise<string> {
  const turns = body.split(/^\$ /m).slice(1).map(turn);
  if (turns.length === 0) throw new Error('a conversation without a command');
  const said = await type(
    turns.map((one) => one.command),
    folder,
    bin,
  );
  for (const [index, { command, shown }] of turns.entries()) {
    const differs = difference(shown, said.texts[index] ?? '(nothing: the shell ended before)');
    if (differs !== null) throw new Error(`$ ${command}\n\n${differs}`);
  }
  return said.folder;
}

function turn(text: string): { readonly command: string; readonly shown: string } {
  const end = text.indexOf('\n');
  return { command: text.slice(0, end), shown: text.slice(end + 1) };
}

/** Writes a file of the page's project. Refuses to write through a link: what lies behind it is not the page's. */
function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (realpathSync(dirname(file)) !== dirname(file) || lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(`${file} lies behind a link`);
  }
  writeFileSync(file, text);
}

/** Lines with `-` go, lines with `+` come in their place, others stay; what is there must be there once. */
function edit(file: string, body: string): void {
  const rows = body.trimEnd().split('\n');
  const side = (sign: string) =>
    rows
      .filter((row) => row.startsWith(sign) || row.startsWith(' '))
      .map((row) => `${row.slice(1)}\n`)
      .join('');
  const text = readFileSync(file, 'utf8');
  const parts = text.split(side('-'));
  if (parts.length !== 2) throw new Error(`what is to be changed stands ${parts.length - 1} times in ${file}`);
  put(file, parts.join(side('+')));
}

/** Plain words have nothing in them that could be run. */
function refuseWork(body: string): void {
  if (/^\s*(\$|mart|npx|npm)\s|\{\{|^\s*select\b/m.test(body)) throw new Error('this is to be run, not told');
}

/** TypeScript of a page, as strictly as mart itself is checked. `config` is where to put a tsconfig.json. Throws what the compiler says. */
export function checkTypes(folder: string, paths: readonly string[], config: string): void {
  const repository = process.cwd();
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'esnext',
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(repository, 'node_modules/@types')],
    paths: { duckmart: [join(repository, 'src/index.ts')] },
  };
  const ambient = join(repository, 'src/template/handlebars.d.ts');
  const files = [...paths.map((path) => join(folder, path)), ambient];
  put(join(config, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  try {
    execFileSync('node_modules/.bin/tsc', ['-p', config], { encoding: 'utf8' });
  } catch (error) {
    throw new Error(String((error as { stdout?: unknown }).stdout));
  }
}
