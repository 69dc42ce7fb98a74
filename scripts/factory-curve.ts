import { defaultPlant } from '../generators/factory/default-plant.ts';
import type { Score } from '../tests/factory/judge.ts';
import { trial } from '../tests/factory/trial.ts';

/** How the cleaning does when the rates of all faults of rows are multiplied: a table for docs/factory.md. */
const FAULTS = [
  'product_spelling',
  'machine_spelling',
  'null_value',
  'clock_drift',
  'duplicate',
  'late_arrival',
  'local_time',
] as const;
const SEEDS = [101, 102, 103];
const TIMES = [1, 2, 4, 8];
const MOST = 0.95;

const columns: string[][] = [];
for (const times of TIMES) {
  const rates = Object.fromEntries(FAULTS.map((name) => [name, Math.min(MOST, defaultPlant.faults[name] * times)]));
  const sums = new Map<string, Score>();
  let [cells, wrong, days, wrongDays] = [0, 0, 0, 0];
  for (const seed of SEEDS) {
    const verdict = await trial({ seed, faults: rates });
    const dayLines = verdict.wrong.filter((line) => /^\d{4}-\d\d-\d\d [^:]*: (\{|made)/.test(line)).length;
    cells += verdict.cells;
    wrong += verdict.wrong.length - dayLines;
    days += verdict.days;
    wrongDays += dayLines;
    for (const [fault, score] of Object.entries(verdict.faults)) {
      const sum = sums.get(fault) ?? { injected: 0, found: 0, right: 0, repaired: 0 };
      for (const name of ['injected', 'found', 'right', 'repaired'] as const) sum[name] += score[name];
      sums.set(fault, sum);
    }
  }
  const share = (part: number, whole: number) =>
    whole === 0 ? '–' : String(Math.round((part / whole) * 10_000) / 10_000);
  columns.push([
    ...FAULTS.map((name) => {
      const { injected, found, right } = sums.get(name) ?? { injected: 0, found: 0, right: 0 };
      return `${share(right, found)} / ${share(right, injected)}`;
    }),
    `${wrong} of ${cells}`,
    `${wrongDays} of ${days}`,
  ]);
}
const names = [...FAULTS.map((name) => `\`${name}\``), 'wrong values', 'wrong daily figures'];
console.log(`| precision / recall | ${TIMES.map((times) => `×${times}`).join(' | ')} |`);
console.log(`| --- | ${TIMES.map(() => '---').join(' | ')} |`);
for (const [row, name] of names.entries())
  console.log(`| ${name} | ${columns.map((column) => column[row]).join(' | ')} |`);
