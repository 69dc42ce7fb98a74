import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Listener } from '../run/events.ts';
import { eventLines } from './event-json.ts';

const kept = 50;
const batch = 200;

/** The stream of a run as NDJSON in `target/logs/`, one file an invocation; the newest fifty stay. */
export function logTo(folder: string, startedAt: Date, invocation: string): { listen: Listener; close: () => void } {
  mkdirSync(folder, { recursive: true });
  const old = readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort();
  for (const name of old.slice(0, Math.max(0, old.length - kept + 1))) rmSync(join(folder, name), { force: true });
  const file = join(folder, `${startedAt.toISOString().replaceAll(':', '-')}-${invocation.slice(0, 8)}.ndjson`);
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) appendFileSync(file, lines.join(''));
    lines = [];
  };
  return {
    listen: (event) => {
      for (const line of eventLines(event)) lines.push(`${line}\n`);
      if (lines.length >= batch) flush();
    },
    close: flush,
  };
}
