import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { plainEnv, program } from '../cli/mart.ts';

const repository = resolve('.');

/** The commands that pages type: mart is the built program, an installed package is this one. */
const commands: Readonly<Record<string, string>> = {
  mart: `exec "${process.execPath}" "${program}" "$@"`,
  npx: `case "$1" in
  mart) shift; exec mart "$@" ;;
  *) name="$1"; shift; exec "${repository}/node_modules/.bin/$name" "$@" ;;
esac`,
  npm: `case "$1" in
  install) mkdir -p node_modules && ln -sfn "${repository}" node_modules/duckmart ;;
  ci | test | pack | init) ;;
  *) echo "no page types npm $1"; exit 1 ;;
esac`,
};

/** Writes the commands into a folder, to be the first of PATH. */
export function putCommands(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
}

export interface Said {
  /** Both streams, a text for each command. */
  readonly texts: readonly string[];
  /** The folder in which the last command ended. */
  readonly folder: string;
}

/** Types lines, one after the other, in one shell that has the commands of `bin`. */
export function type(lines: readonly string[], cwd: string, bin: string): Promise<Said> {
  const said = `said() { status=$?; printf '␞%s\\n' "$PWD"; return $status; }`;
  const script = `exec 2>&1\n${said}\n${lines.map((line) => `${line}\nsaid\n`).join('')}`;
  const env = { ...plainEnv, PATH: `${bin}:${plainEnv.PATH}` };
  const child = spawn('sh', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', () => {
      const texts: string[] = [];
      let folder = cwd;
      const text = Buffer.concat(parts).toString();
      for (const [, before = '', after = ''] of text.matchAll(/(.*?)␞([^\n]*)\n/gs)) {
        texts.push(before);
        folder = after;
      }
      done({ texts, folder });
    });
  });
}
