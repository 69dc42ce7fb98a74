import { richText } from '../data/rich-text.ts';
import type { SiteInput } from '../input.ts';
import { record, text } from './run-record.ts';

/** What `reports.json` holds: the rows of models with `report: true`, as they were last built. */
export function readReports(json: unknown): SiteInput['reports'] {
  const { reports } = record(json);
  if (!Array.isArray(reports)) return [];
  return reports.flatMap((one) => {
    const { unique_id, name, description, built_at, columns, rows, cut } = record(one);
    if (typeof unique_id !== 'string' || !Array.isArray(columns) || !Array.isArray(rows)) return [];
    return [
      {
        id: unique_id,
        name: text(name) ?? unique_id,
        description: richText(text(description) ?? ''),
        builtAt: text(built_at) ?? '',
        columns: columns.map((column) => {
          const { name: title, description: said, type } = record(column);
          const isNumber = /^(?:u?(?:tiny|small|big|huge)?int|integer|decimal|double|float|real)/i.test(
            text(type) ?? '',
          );
          return { name: text(title) ?? '', description: text(said) ?? '', isNumber };
        }),
        rows: rows.map((row) => (Array.isArray(row) ? row.map(cell) : [])),
        cut: cut === true,
      },
    ];
  });
}

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Math.round(value * 10_000) / 10_000);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
