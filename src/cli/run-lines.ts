import { displayWidth, padEnd } from '../diagnostics/display-width.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import type { Style } from '../diagnostics/style.ts';
import type { NodeResult, Quarantined, Status } from '../nodes/result.ts';
import type { RunEvent } from '../run/events.ts';
import { count, counted, duration, type Sign, signOf } from './figures.ts';

/** `mart 0.1  project=factory  target=dev  threads=4  select=+fact_production` */
export function headerLine(run: Extract<RunEvent, { type: 'run_started' }>, style: Style): string {
  const short = run.version.split('.').slice(0, 2).join('.');
  const parts = [`project=${run.project}`, `target=${run.target}`, `threads=${run.threads}`];
  if (run.selection !== null) parts.push(run.selection.startsWith('--') ? run.selection : `select=${run.selection}`);
  return `${style.strong(`mart ${short}`)}  ${sanitiseLine(parts.join('  '))}`;
}

/** Widths of a line's columns. They grow with what is seen, so that lines stay aligned without knowing what comes. */
export interface Widths {
  readonly name: number;
  readonly note: number;
}

export const firstWidths: Widths = { name: 28, note: 22 };
const most: Widths = { name: 48, note: 40 };

/** Wide enough for all of a run's names, the very long ones aside. */
export function widthsFor(longestName: number): Widths {
  return { ...firstWidths, name: Math.max(firstWidths.name, Math.min(longestName, most.name)) };
}

export function widened(widths: Widths, result: NodeResult): Widths {
  const grown = (now: number, text: string, limit: number) => {
    const width = displayWidth(text);
    return width <= limit ? Math.max(now, width) : now;
  };
  const name = grown(widths.name, nameOf(result), most.name);
  return { name, note: result.status === 'skipped' ? widths.note : grown(widths.note, noteOf(result), most.note) };
}

const signFor: Readonly<Record<Status, Sign>> = {
  success: 'ok',
  reused: 'ok',
  pass: 'ok',
  'no-op': 'ok',
  warn: 'warned',
  fail: 'failed',
  error: 'failed',
  'partial success': 'failed',
  skipped: 'skipped',
  waiting: 'skipped',
};

const paintFor = { ok: 'good', failed: 'error', skipped: 'dim', warned: 'warning' } as const;

/** ` ✓  1/12  bronze.production_batches   incremental   +312 rows (10 files)    0.08s` */
export function nodeLine(result: NodeResult, index: number, total: number, widths: Widths, style: Style): string {
  const sign = signFor[result.status];
  const digits = count(total).length;
  const start = ` ${style[paintFor[sign]](signOf(sign, style.ascii))} ${count(index).padStart(digits)}/${count(total)}  `;
  const name = padEnd(nameOf(result), widths.name);
  if (result.status === 'skipped' || result.status === 'waiting')
    return `${start}${style.dim(`${name}  ${noteOf(result)}`)}`;
  const note = padEnd(noteOf(result), widths.note);
  const seconds = style.dim(duration(result.seconds).padStart(7));
  return `${start}${name}  ${padEnd(result.kind, 11)}  ${note}  ${seconds}`;
}

/** The relation, as the warehouse knows it; a node's own name where there is none. */
export function nameOf({ relation, name }: NodeResult): string {
  return sanitiseLine(relation ?? name);
}

/** What is worth saying beside the status: rows, files, bad rows, why it was skipped. Errors are told in their frames. */
function noteOf({ status, message, rows, files, kind, failures, quarantined }: NodeResult): string {
  if (status === 'skipped' || status === 'waiting') return sanitiseLine(message ?? status);
  if (status === 'fail' || status === 'warn') {
    const [first] = message?.split('\n', 1) ?? [];
    return sanitiseLine(first ?? (failures === null ? '' : counted(failures, 'bad row')));
  }
  if (status === 'error' || status === 'pass') return '';
  if (status === 'reused') return message === null ? 'reused' : `reused: ${sanitiseLine(message)}`;
  if (rows === null) return sanitiseLine(message ?? '');
  const left = quarantined ? `, ${leftOut(quarantined)}` : '';
  if (files === 0 && rows === 0) return `nothing new${left}`;
  const plus = kind === 'incremental' || kind === 'scd2' ? '+' : '';
  const what = [
    ...(files === null ? [] : [counted(files, 'file')]),
    ...(message === null ? [] : [sanitiseLine(message)]),
  ];
  return `${plus}${counted(rows, 'row')}${what.length === 0 ? '' : ` (${what.join(', ')})`}${left}`;
}

/** `quarantined: 1 file, 3 rows` */
function leftOut({ files, rows, values }: Quarantined): string {
  const parts = Object.entries({ file: files, row: rows, value: values }).filter(([, number]) => number > 0);
  return `quarantined: ${parts.map(([what, number]) => counted(number, what)).join(', ')}`;
}
