import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { failpoints } from '../../src/run/failpoints.ts';
import { mart } from '../cli/mart.ts';
import { byHand } from '../reuse/runs.ts';
import { project, write } from '../support/projects.ts';
import { isFull, patience } from './support/form.ts';
import { kitchen, secondDay } from './support/kitchen.ts';
import { ledgerOf, neitherOldNorNew, stateOf } from './support/state.ts';
import { bugsIn } from './support/two-days.ts';

/** A folder before a build, and the build. */
interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  readonly prepare: () => Promise<string>;
  /** What the undisturbed build ends with. */
  readonly exit: number;
}

const small = {
  'seeds/rates.csv': kitchen['seeds/rates.csv'] ?? '',
  'models/shown.sql': kitchen['models/shown.sql'] ?? '',
  'models/small.sql': kitchen['models/small.sql'] ?? '',
};

const judged = {
  'seeds/rates.csv': 'id,v\n1,10\n2,20\n',
  'models/judged.sql': '{{config materialized="table"}}select id, v from {{ref "rates"}}',
  'models/p.yml':
    'models: [{ name: judged, columns: [{ name: v, data_tests: [{ not_null: { config: { store_failures: true } } }] }] }]',
};

async function builtOnce(files: Readonly<Record<string, string>>, next: Readonly<Record<string, string>>) {
  const folder = project(files);
  const { stderr, exit } = await mart(['build', '-q'], folder);
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
  write(folder, next);
  return folder;
}

const scenarios: readonly Scenario[] = [
  { name: 'a node of every kind', args: [], exit: 0, prepare: () => builtOnce(kitchen, secondDay) },
  {
    name: 'all or nothing',
    args: ['--atomic', '--exclude', 'around'],
    exit: 0,
    prepare: () => builtOnce(kitchen, secondDay),
  },
  {
    name: 'a version that its test refuses',
    args: [],
    exit: 1,
    prepare: () => builtOnce(judged, { 'seeds/rates.csv': 'id,v\n1,10\n2,\n' }),
  },
  { name: 'an empty warehouse', args: [], exit: 0, prepare: async () => project(small) },
  {
    name: 'a ledger of an older mart',
    args: [],
    exit: 0,
    prepare: async () => {
      const folder = await builtOnce(small, { 'seeds/rates.csv': secondDay['seeds/rates.csv'] ?? '' });
      await byHand(folder, 'update _mart.version set version = 1', 'drop table _mart.codes');
      return folder;
    },
  },
];

const kept = mkdtempSync(join(tmpdir(), 'mart-failpoints-'));
afterAll(() => rmSync(kept, { recursive: true, force: true }));
let copies = 0;

/** A folder as it was before a build, for one more build. */
function again(folder: string): string {
  const copy = join(kept, String(++copies));
  // Node's own way rounds the times of files.
  execFileSync('cp', ['-a', folder, copy]);
  return copy;
}

interface Case {
  readonly point: string;
  readonly node: string | null;
  readonly kind: 'exit' | 'throw';
}

/** Failpoints with the nodes that came to them, in the order in which the build came to them. */
function reachedIn(stderr: string): readonly Case[] {
  const all = new Set([...stderr.matchAll(/^failpoint `(.*)`$/gm)].map(([, one = '']) => one));
  return [...all].map((one) => {
    const [point = '', node = null] = one.split('@');
    return { point, node, kind: 'exit' };
  });
}

const seen = new Set<string>();
const count = { cases: 0, anew: 0 };

describe.each(scenarios)('$name', ({ args, exit, prepare }) => {
  test(
    'a build that breaks off at a failpoint leaves old or new, and the next one does what is left',
    async () => {
      const before = await prepare();
      const old = await stateOf(before);
      const undisturbed = again(before);
      const told = await mart(['build', ...args], undisturbed, { MART_FAILPOINT: '*:print' });
      expect(told.exit).toBe(exit);
      const [end, ledger] = [await stateOf(undisturbed), await ledgerOf(undisturbed)];

      /** Whether the build came to the failpoint. */
      async function breaksOff(folder: string, { point, node, kind }: Case): Promise<boolean> {
        const at = `${point}${node === null ? '' : `@${node}`}:${kind}`;
        // What is enough to come to it takes half the time.
        const part = isFull || args.length > 0 ? args : ['-s', `+${node ?? 'small'}`];
        const broken = await mart(['build', ...part], folder, { MART_FAILPOINT: at });
        if (kind === 'exit' && broken.exit !== null) return false;
        if (kind === 'throw') expect.soft([at, broken.exit]).toEqual([at, 1]);
        expect.soft([at, bugsIn(broken.stderr)]).toEqual([at, []]);
        expect.soft([at, neitherOldNorNew(await stateOf(folder), old, end)]).toEqual([at, []]);
        return true;
      }

      async function endsWell(folder: string, after: unknown): Promise<void> {
        const next = await mart(['build', ...args], folder);
        const errors = exit === 0 ? (next.stderr.match(/^(error|warning).*/gm) ?? []) : [];
        expect.soft({ after, exit: next.exit, errors }).toEqual({ after, exit, errors: [] });
        expect.soft([after, await stateOf(folder)]).toEqual([after, end]);
        expect.soft([after, await ledgerOf(folder)]).toEqual([after, ledger]);
        rmSync(folder, { recursive: true, force: true });
      }

      let folder = again(before);
      for (const one of chosen(reachedIn(told.stderr))) {
        count.cases++;
        if (!(await breaksOff(folder, one))) {
          count.anew++;
          folder = again(before);
          expect([one, await breaksOff(folder, one)]).toEqual([one, true]);
        }
        if (!isFull) continue;
        await endsWell(folder, one);
        folder = again(before);
      }
      await endsWell(folder, 'all of them');
    },
    patience,
  );
});

test('every failpoint was come to', () => {
  expect(Object.keys(failpoints).filter((one) => !seen.has(one))).toEqual([]);
  console.info(`${count.cases} builds broken off at ${seen.size} failpoints, ${count.anew} of them on a new copy`);
});

/**
 * One node at each failpoint, another one each time, one after the other on one folder, in the order of the build: what
 * was published before is not come to again. In full, each on a folder of its own, and every node at every failpoint
 * that no scenario before came to; and each fails once as a statement would.
 */
function chosen(reached: readonly Case[]): readonly Case[] {
  const points = [...new Set(reached.map(({ point }) => point))];
  const fresh = points.filter((point) => !seen.has(point));
  for (const point of points) seen.add(point);
  const oneOf = (point: string, at: number): readonly Case[] => {
    const nodes = reached.filter((one) => one.point === point);
    return nodes.slice(at % nodes.length, (at % nodes.length) + 1);
  };
  if (isFull) {
    const every = reached.filter(({ point }) => fresh.includes(point));
    const again = points.filter((point) => !fresh.includes(point)).flatMap(oneOf);
    const failing = points.filter(canFail).flatMap(oneOf);
    return [...every, ...again, ...failing.map((one) => ({ ...one, kind: 'throw' as const }))];
  }
  const placeOf = (one: Case) =>
    reached.findIndex(({ point, node }) => (one.node ? node === one.node : point === one.point));
  return fresh.flatMap(oneOf).sort((a, b) => placeOf(a) - placeOf(b) || reached.indexOf(a) - reached.indexOf(b));
}

/** A small node that fails in company is made again alone, and then all is well. */
function canFail(point: string): boolean {
  return !point.includes('shared');
}
