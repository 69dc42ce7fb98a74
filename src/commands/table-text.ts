import { displayWidth } from '../diagnostics/display-width.ts';
import { sanitise } from '../diagnostics/sanitise.ts';

/** A column of an answer; `type` as the engine spells it. */
export interface ShownColumn {
  readonly name: string;
  readonly type: string;
}

/** The values of a row in the order of the columns. */
export type ShownRow = readonly unknown[];

const widest = 60;
const numeric = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL\(.*|FLOAT|DOUBLE|BIGNUM)$/;

/** Rows as a table for people: numbers to the right, NULL shown as such, long values cut. */
export function tableText(columns: readonly ShownColumn[], rows: readonly ShownRow[]): string {
  const cells = rows.map((row) => row.map((value) => cut(shownValue(value))));
  const heads = columns.map(({ name }) => cut(sanitise(name)));
  const widths = heads.map((head, index) =>
    Math.max(displayWidth(head), ...cells.map((row) => displayWidth(row[index] ?? ''))),
  );
  const right = columns.map(({ type }) => rows.length > 0 && numeric.test(type));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)));
        return right[index] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  const text = typeof value === 'object' ? json(value) : String(value);
  return sanitise(text.replace(/\r?\n/g, '⏎'));
}

function cut(text: string): string {
  return displayWidth(text) <= widest ? text : `${[...text].slice(0, widest - 1).join('')}…`;
}

/**
 * Rows as a list of objects. A decimal is a number as long as no reader would round it; integers beyond 2^53, longer
 * decimals and what JSON has no number for (`NaN`, `Infinity`) are text.
 */
export function jsonText(columns: readonly ShownColumn[], rows: readonly ShownRow[]): string {
  const keys = distinctNames(columns).map((name) => JSON.stringify(name));
  const decimal = columns.map(({ type }) => type.startsWith('DECIMAL('));
  const cell = (value: unknown, index: number) =>
    decimal[index] && typeof value === 'string' && isExact(value) ? value : json(value);
  return `[${rows.map((row) => `{${row.map((value, index) => `${keys[index]}:${cell(value, index)}`).join(',')}}`).join(',')}]`;
}

/** Up to fifteen digits come back from a double as they were. */
function isExact(decimal: string): boolean {
  return decimal.replace(/\D/g, '').replace(/^0+/, '').length <= 15;
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'bigint' || (typeof inner === 'number' && !Number.isFinite(inner)) ? String(inner) : inner,
  );
}

/** Rows as CSV with a header; NULL is an empty cell. */
export function csvText(columns: readonly ShownColumn[], rows: readonly ShownRow[]): string {
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    const text = typeof value === 'object' ? json(value) : String(value);
    return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.map(({ name }) => name), ...rows].map((row) => row.map(cell).join(',')).join('\n');
}

/** Names that no two columns share, case aside: the second `a` is `a:1`. */
export function distinctNames(columns: readonly ShownColumn[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    let free = name;
    for (let count = 1; taken.has(free.toLowerCase()); count++) free = `${name}:${count}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
