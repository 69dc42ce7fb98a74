import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { mart } from '../../cli/mart.ts';
import { projectFile, write } from '../../support/projects.ts';
import { kitchen, secondDay } from './kitchen.ts';
import { neitherOldNorNew, type State, stateOf } from './state.ts';

type Files = Readonly<Record<string, string>>;

/** A project on the morning of its second day, and how that day ends when nothing disturbs it. */
export interface TwoDays {
  readonly end: State;
  /** A folder of its own, built on the first day and about to be built on the second. */
  readonly morning: () => string;
  readonly copyOf: (folder: string) => string;
  /** Readers see of each relation the version of the first day or the one of the second. */
  readonly isWhole: (folder: string, about: unknown) => Promise<void>;
  /** The next build goes well, and ends where the undisturbed one did. */
  readonly endsWell: (folder: string, about: unknown) => Promise<void>;
  /** Takes all folders away. */
  readonly remove: () => void;
}

/** A part of the kitchen that is built in half the time: a seed, tables, a history, and an incremental model over files. */
const pantry: Files = Object.fromEntries(
  [
    ...['seeds/rates.csv', 'landing/1/orders.csv'],
    ...['small', 'shown', 'merged', 'loaded', 'history'].map((name) => `models/${name}.sql`),
  ].map((path) => [path, kitchen[path] ?? '']),
);

const sources = `sources: [{ name: landing, tables: [{ name: orders, files: 'landing/*/orders.csv', format: csv, columns: [{ name: id, data_type: varchar }, { name: units, data_type: integer }] }] }]
`;

async function twoDays(files: Files, next: Files): Promise<TwoDays> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'mart-days-')));
  let copies = 0;
  const copyOf = (folder: string): string => {
    const copy = join(place, String(++copies));
    // Node's own way rounds the times of files.
    execFileSync('cp', ['-a', folder, copy]);
    return copy;
  };
  const before = join(place, 'before');
  write(before, { 'project.yml': projectFile(), ...files });
  await built(before);
  write(before, next);
  const after = copyOf(before);
  await built(after);
  const [old, end] = [await stateOf(before), await stateOf(after)];
  return {
    end,
    morning: () => copyOf(before),
    copyOf,
    isWhole: async (folder, about) => {
      expect([about, neitherOldNorNew(await stateOf(folder), old, end)]).toEqual([about, []]);
    },
    endsWell: async (folder, about) => {
      const { exit, stderr } = await mart(['build', '-q'], folder);
      expect({ about, exit, stderr }).toEqual({ about, exit: 0, stderr: '' });
      expect([about, await stateOf(folder)]).toEqual([about, end]);
      rmSync(folder, { recursive: true, force: true });
    },
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}

/** The pantry's two days; `more` over its files. */
export function pantryDays(more: Files = {}): Promise<TwoDays> {
  const { 'seeds/rates.csv': rates = '', 'landing/2/orders.csv': orders = '' } = secondDay;
  const files = { ...pantry, 'models/p.yml': sources, ...more };
  return twoDays(files, { 'seeds/rates.csv': rates, 'landing/2/orders.csv': orders });
}

async function built(folder: string): Promise<void> {
  const { stderr, exit } = await mart(['build', '-q'], folder);
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
}

/** What only a bug in mart says: its own code, and traces of the stack. */
export function bugsIn(stderr: string): readonly string[] {
  return stderr.match(/M90\d|\n\s+at .*|Stack Trace|INTERNAL Error.*/g) ?? [];
}
