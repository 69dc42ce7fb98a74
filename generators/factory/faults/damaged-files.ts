import { another, integer, type Random, stream } from 'duckmart/corrupt';
import { type Day, formatDay } from '../calendar.ts';
import { fileText, rowText } from '../files.ts';
import type { FileShape, Row } from '../landing.ts';
import type { Story } from '../parameters.ts';
import type { Damage } from './damaged.ts';

/** What happens to a whole file of a delivery: its text as it first comes, and the ledger's line about it. */
export interface DamagedFile {
  readonly text: string;
  readonly damage: Damage;
  /** `2025-12-03/qc_checks.csv` */
  readonly key: string;
}

const FILE_FAULTS = ['truncated_file', 'redelivered_file', 'schema_drift'] as const;
type FileFault = (typeof FILE_FAULTS)[number];

/** Whether any file can come in more than one version. */
export const hasFileFaults = ({ plant }: Story): boolean => FILE_FAULTS.some((name) => plant.faults[name] > 0);

/** The first version of a file that is delivered again later; nothing when it is right from the start. */
export function damagedFile(
  { seed, plant }: Story,
  shape: FileShape,
  day: Day,
  rows: readonly Row[],
): DamagedFile | undefined {
  for (const name of FILE_FAULTS) {
    const random = stream(seed, 'fault', name, shape.name, day);
    if (random() >= plant.faults[name] || rows.length < 2) continue;
    const { text, column, expected } = VERSIONS[name](shape, rows, random);
    const damage: Damage = { fault: name, column, before: null, after: null, expected };
    return { text, damage, key: `${formatDay(day)}/${shape.name}` };
  }
  return undefined;
}

interface Version {
  readonly text: string;
  readonly column: string | null;
  readonly expected: Damage['expected'];
}

const VERSIONS: Readonly<Record<FileFault, (shape: FileShape, rows: readonly Row[], random: Random) => Version>> = {
  /** The end is missing, from the middle of a row on. */
  truncated_file(shape, rows, random) {
    const whole = integer(random, [0, rows.length - 1]);
    const text = fileText(shape, rows.slice(0, whole)).replace(/\n?\]\n$/, whole === 0 ? '\n' : ',\n');
    const next = rowText(shape, rows[whole] ?? {});
    return { text: text + next.slice(0, next.indexOf(',') + 2), column: null, expected: 'quarantine' };
  },
  /** The last row and some others are not there yet, some values are not the final ones. */
  redelivered_file(shape, rows, random) {
    const columns = shape.copied ?? [];
    const early = rows.flatMap((row, index): Row[] => {
      const isMissing = random() < 0.1 || index === rows.length - 1;
      const isOther = random() < 0.2;
      const column = columns[Math.floor(random() * columns.length)];
      const value = another(column === undefined ? null : (row[column] ?? null), random);
      if (isMissing) return [];
      return [isOther && column !== undefined ? { ...row, [column]: value } : row];
    });
    return { text: fileText(shape, early), column: null, expected: 'drop' };
  },
  /** A column has another name, or there is one that nobody announced. */
  schema_drift(shape, rows, random) {
    const column = shape.columns[integer(random, [1, shape.columns.length - 1])] ?? shape.key;
    const isRenamed = random() < 0.5;
    const rename = (name: string): string => (isRenamed && name === column ? `${name}_v2` : name);
    const columns = [...shape.columns.map(rename), ...(isRenamed ? [] : ['firmware'])];
    const drifted = rows.map((row) => ({
      ...Object.fromEntries(Object.entries(row).map(([name, value]) => [rename(name), value])),
      ...(isRenamed ? {} : { firmware: '2.0.1' }),
    }));
    return {
      text: fileText({ ...shape, columns }, drifted),
      column: isRenamed ? column : 'firmware',
      expected: 'quarantine',
    };
  },
};
