import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileShape, Row } from './landing.ts';

/** Makes a folder with these files in the place of what is there: beside it first, then moved when it is whole. */
export async function writeFolder(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const beside = join(dirname(folder), `.${basename(folder)}.${process.pid}.part`);
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(beside, name), text)));
  await rm(folder, { recursive: true, force: true });
  await rename(beside, folder);
}

/** The text of a delivered file: a header and rows, or a JSON array with a row a line. */
export const fileText = (shape: FileShape, rows: readonly Row[]): string =>
  shape.name.endsWith('.json') ? jsonText(rows) : csvText(shape.columns, rows);

/** The text of one row in such a file. */
export const rowText = (shape: FileShape, row: Row): string =>
  shape.name.endsWith('.json') ? JSON.stringify(row) : csvLine(shape.columns, row);

function jsonText(rows: readonly Row[]): string {
  if (rows.length === 0) return '[]\n';
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

/** RFC 4180 with line ends of one character. */
function csvText(columns: readonly string[], rows: readonly Row[]): string {
  return `${[columns.join(','), ...rows.map((row) => csvLine(columns, row))].join('\n')}\n`;
}

const csvLine = (columns: readonly string[], row: Row): string =>
  columns.map((column) => cell(row[column] ?? null)).join(',');

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
