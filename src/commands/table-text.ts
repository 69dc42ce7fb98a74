import type { Row } from '../adapter/port.ts';
import { displayWidth } from '../diagnostics/display-width.ts';
import { sanitise } from '../diagnostics/sanitise.ts';

const widest = 60;

/** Rows as a table for people: numbers to the right, NULL shown as such, long values cut. */
export function tableText(names: readonly string[], rows: readonly Row[]): string {
  const cells = rows.map((row) => names.map((name) => cut(shownValue(row[name]))));
  const heads = names.map((name) => cut(sanitise(name)));
  const widths = heads.map((head, index) =>
    Math.max(displayWidth(head), ...cells.map((row) => displayWidth(row[index] ?? ''))),
  );
  const right = names.map((name) => rows.length > 0 && rows.every((row) => row[name] === null || isNumber(row[name])));
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

function isNumber(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
  );
}

function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  const text = typeof value === 'object' ? jsonText(value) : String(value);
  return sanitise(text.replace(/\r?\n/g, '⏎'));
}

function cut(text: string): string {
  return displayWidth(text) <= widest ? text : `${[...text].slice(0, widest - 1).join('')}…`;
}

/** A value as JSON; integers beyond 2^53 keep their digits as text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
}

/** Rows as CSV with a header; NULL is an empty cell. */
export function csvText(names: readonly string[], rows: readonly Row[]): string {
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    const text = typeof value === 'object' ? jsonText(value) : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names.map(cell).join(','), ...rows.map((row) => names.map((name) => cell(row[name])).join(','))].join('\n');
}
