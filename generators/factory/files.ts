import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileShape, Row } from './landing.ts';

/** Writes files into a folder, which is made if it is missing. */
export async function writeFiles(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), text)));
}

/** The text of a delivered file: a header and rows, or a JSON array with a row a line. */
export const fileText = (shape: FileShape, rows: readonly Row[]): string =>
  shape.name.endsWith('.json') ? jsonText(rows) : csvText(shape.columns, rows);

function jsonText(rows: readonly Row[]): string {
  if (rows.length === 0) return '[]\n';
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

/** RFC 4180 with line ends of one character. */
function csvText(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? null)).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
