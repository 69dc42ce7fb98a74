import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../adapter/port.ts';
import { engineError } from './errors.ts';
import type { OpenOptions } from './open-options.ts';

const firstPause = 50;
const longestPause = 1000;

/** Opens a database file for somebody who may wait for it. What keeps it shut is an error in words for people. */
export async function openFile<T>(
  open: () => Promise<T>,
  { root, waitSeconds, signal }: Pick<OpenOptions, 'root' | 'waitSeconds' | 'signal'>,
  shown: string,
  what: 'opened' | 'read',
): Promise<T> {
  try {
    return await whenFree(open, waitSeconds * 1000, signal, shown);
  } catch (error) {
    const { kind, message } = engineError(error, { sql: '', prefix: 0, root });
    if (kind === 'locked' || kind === 'interrupted') throw error;
    throw new EngineError('file', `${shown} cannot be ${what}: ${message}`, { sql: '' });
  }
}

/** Opens what another process may hold, again and again until the time is over. Milliseconds in, `locked` out. */
async function whenFree<T>(
  open: () => Promise<T>,
  wait: number,
  signal: AbortSignal | undefined,
  shown: string,
): Promise<T> {
  const deadline = performance.now() + wait;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    try {
      return await open();
    } catch (error) {
      const pid = lockHolder(error);
      if (pid === null) throw error;
      const left = deadline - performance.now();
      if (left <= 0) {
        const help = wait > 0 ? undefined : 'a run waits for it with `--wait 30s`';
        throw new EngineError('locked', inUse(shown, pid), { sql: '', ...(help && { help }) });
      }
      await sleep(Math.min(pause, left), undefined, signal ? { signal } : {}).catch(() => {
        throw new EngineError('interrupted', 'interrupted while waiting for the database', { sql: '' });
      });
    }
  }
}

/** The process in a lock error; 0 when it has none; null when it is another error. */
function lockHolder(error: unknown): number | null {
  const text = error instanceof Error ? error.message : '';
  if (!text.includes('Could not set lock on file')) return null;
  return Number(/\(PID (\d+)\)/.exec(text)?.[1] ?? 0);
}

function inUse(shown: string, pid: number): string {
  if (pid === 0) return `${shown} is in use by another process`;
  const command = commandOf(pid);
  return `${shown} is in use: PID ${pid} is running ${command ? `\`${command}\`` : 'another program'}`;
}

const longestCommand = 200;

function commandOf(pid: number): string | null {
  const [program, ...rest] = argumentsOf(pid);
  if (!program) return null;
  const text = [basename(program), ...rest].join(' ').replace(/[\p{Cc}\s]+/gu, ' ');
  return text.length > longestCommand ? `${text.slice(0, longestCommand)}…` : text;
}

function argumentsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return argumentsByPs(pid);
  }
}

function argumentsByPs(pid: number): readonly string[] {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
  } catch {
    return [];
  }
}
