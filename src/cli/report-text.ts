import { tableText } from '../commands/table-text.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import type { Style } from '../diagnostics/style.ts';
import type { Report } from '../nodes/report.ts';
import { counted } from './figures.ts';

/** As many rows as fit on a screen; all of them are in `target/reports.json`. */
const shown = 40;

/** A report as a small table below its relation. */
export function reportText({ relation, columns, rows, cut }: Report, style: Style): string {
  const now = rows.slice(0, shown);
  const table = now.length === 0 ? '(no rows)' : tableText(columns, now);
  const left = rows.length - now.length;
  const more =
    left > 0 ? [`${style.ascii ? '...' : '…'} and ${cut ? 'at least ' : ''}${counted(left, 'more row')}`] : [];
  return [style.strong(sanitiseLine(relation)), table, ...more].join('\n');
}
