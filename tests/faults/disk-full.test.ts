import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainEnv, program } from '../cli/mart.ts';
import { projectFile } from '../support/projects.ts';
import { isFull, patience } from './support/form.ts';
import { bugsIn, pantryDays, type TwoDays } from './support/two-days.ts';

/** The engine takes its log in with every commit, so that a full disk meets it in the middle of a run, too. */
const eager = projectFile().replace('threads: 2', 'threads: 2, settings: { checkpoint_threshold: 1KB }');

const projects: TwoDays[] = [];
beforeAll(async () => {
  projects.push(await pantryDays({ 'project.yml': eager }));
  if (isFull) projects.push(await pantryDays());
});
afterAll(() => {
  for (const one of projects) one.remove();
});

const build = `"${process.execPath}" "${program}" build`;

function shell(command: readonly string[], script: string, cwd: string) {
  const [program = '', ...args] = [...command, 'sh', '-c', script];
  return spawnSync(program, args, { cwd, env: plainEnv, encoding: 'utf8' });
}

/** Kilobytes: below the smallest file, between the log and the database, above all but the database. */
const limits = isFull ? [...range(2, 62, 6), ...range(64, 1024, 240), 2048, 4096] : [8, 40, 512];

test(
  `files that may grow no further end a build with an error, ${limits.length} times`,
  async () => {
    const ends = new Set<string>();
    for (const days of projects) {
      for (const limit of limits) {
        const folder = days.morning();
        // sh counts blocks of 512 bytes.
        const { status, stderr } = shell([], `ulimit -f ${limit * 2}; ${build}`, folder);
        ends.add(endOf(stderr));
        expect({ limit, bugs: bugsIn(stderr) }).toEqual({ limit, bugs: [] });
        expect([limit, status === 0, stderr]).toEqual([limit, false, expect.stringMatching(/^error\[M\d+\]/m)]);
        await days.isWhole(folder, limit);
        await days.endsWell(folder, limit);
      }
    }
    // Where exactly a build comes to its end depends on which node is first; in full there is each of them.
    expect(ends.size).toBeGreaterThanOrEqual(isFull ? 3 : 2);
  },
  patience,
);

const hasRoom = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m none /tmp && df /tmp'], {
  encoding: 'utf8',
});
const canMount = hasRoom.status === 0;
if (!canMount) console.warn(`NOT TESTED: a full disk, because no small one can be mounted here: ${hasRoom.stderr}`);

/** Kilobytes that are free when the build begins. */
const rooms = isFull ? range(0, 2400, 300) : [100, 420];

test.skipIf(!canMount)(
  `a full disk ends a build with an error, ${rooms.length} times`,
  async () => {
    const place = mkdtempSync(join(tmpdir(), 'mart-disk-'));
    const ends = new Set<string>();
    for (const days of projects) {
      for (const room of rooms) {
        const morning = days.morning();
        const used = Number(execFileSync('du', ['-sk', morning], { encoding: 'utf8' }).split('\t')[0]);
        const [disk, result] = [join(place, 'disk'), join(place, String(room))];
        for (const folder of [disk, result]) mkdirSync(folder, { recursive: true });
        const { status, stderr } = shell(
          ['unshare', '-rm'],
          [
            `mount -t tmpfs -o size=${used + room}k none "${disk}" && cp -a "${morning}/." "${disk}" && cd "${disk}"`,
            `${build}; code=$?`,
            `cp -a "${disk}/." "${result}"; exit $code`,
          ].join('\n'),
          place,
        );
        if (status !== 0) {
          ends.add(endOf(stderr));
          expect([room, stderr]).toEqual([room, expect.stringMatching(/^error\[M\d+\]/m)]);
        }
        expect({ room, bugs: bugsIn(stderr) }).toEqual({ room, bugs: [] });
        await days.isWhole(result, room);
        await days.endsWell(result, room);
      }
    }
    if (isFull) expect([...ends].sort()).toEqual(['in the run', 'when it was closed']);
    rmSync(place, { recursive: true, force: true });
  },
  patience,
);

function endOf(stderr: string): string {
  if (!stderr.includes(' ✓ ') && !stderr.includes(' ✗ ')) return 'before it ran';
  return stderr.includes(' ✗ ') ? 'in the run' : 'when it was closed';
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
}
