import { spawnSync } from 'node:child_process';

export interface Timing {
  /** Seconds of the whole process: median of the counted runs. */
  readonly median: number;
  readonly runs: readonly number[];
}

/** Times commands in turn, A B A B …, so that a machine that slows down slows both. `before` is not timed. */
export function inTurn(
  commands: readonly { readonly command: readonly string[]; readonly cwd: string; readonly before?: () => void }[],
  rounds: number,
): Timing[] {
  const seconds: number[][] = commands.map(() => []);
  for (let round = 0; round < rounds; round++) {
    commands.forEach(({ command, cwd, before }, index) => {
      before?.();
      const [program = '', ...args] = command;
      const start = performance.now();
      const done = spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
      seconds[index]?.push((performance.now() - start) / 1000);
      if (done.status !== 0) throw new Error(`${command.join(' ')} ended with ${done.status}\n${done.stderr}`);
    });
  }
  return seconds.map((runs) => ({ median: median(runs), runs }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
