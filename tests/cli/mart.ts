import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The built program. */
export const program = resolve(process.env.MART_PROGRAM ?? 'dist/cli.js');

/** Nothing of the environment in which tests run but what a program needs. */
export const plainEnv: Readonly<Record<string, string | undefined>> = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  MART_NOW: '2025-12-03T06:00:00Z',
};

/** A small shop (one seed, one model) in a fresh folder, with `files` over it. */
export function shop(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shop-')));
  cpSync('tests/errors/cases/base', folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export interface Done {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | null;
}

/** Runs the program. `during` is told what is said on stderr and may act on the process. */
export function mart(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  during: (said: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Done> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...plainEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
    during(stderr, (signal) => child.kill(signal));
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (exit) => done({ stdout, stderr, exit }));
  });
}
