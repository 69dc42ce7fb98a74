import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { isMicrobatch } from '../nodes/config.ts';
import { type Interval, isDay, readInstant } from '../nodes/interval.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import type { RunOptions } from './options.ts';

type Asked = Pick<RunOptions, 'eventTimeStart' | 'eventTimeEnd' | 'restate' | 'fullRefresh'>;

/** The stretch of event time that `--event-time-start` and `--event-time-end`, or `--restate`, ask for. Throws M118. */
export function eventWindow({ eventTimeStart, eventTimeEnd, restate, fullRefresh }: Asked): Interval | null {
  if (restate !== null) {
    if (eventTimeStart !== null || eventTimeEnd !== null) {
      throw wrong('`--restate` and `--event-time-start`, `--event-time-end` exclude each other', null);
    }
    if (fullRefresh) throw wrong('`--restate` and `--full-refresh` exclude each other', null);
    return restated(restate);
  }
  if (eventTimeStart === null && eventTimeEnd === null) return null;
  if (eventTimeStart === null || eventTimeEnd === null) {
    const [given, other] = eventTimeEnd === null ? ['start', 'end'] : ['end', 'start'];
    throw wrong(`\`--event-time-${given}\` needs \`--event-time-${other}\``, 'a window has both ends');
  }
  const window = {
    start: instant('--event-time-start', eventTimeStart),
    end: instant('--event-time-end', eventTimeEnd),
  };
  return inOrder(window, '`--event-time-start` is not before `--event-time-end`');
}

/** `2025-12-03..2025-12-05` with both days; a single one is itself. */
function restated(text: string): Interval {
  const [from = '', to = from, ...more] = text.split('..');
  if (more.length > 0) throw wrong(`\`--restate\` cannot be \`${text}\``, 'write `--restate 2025-12-03..2025-12-05`');
  const last = instant('--restate', to);
  const length = isDay(to) ? 86_400_000 : 1;
  const window = { start: instant('--restate', from), end: new Date(last.getTime() + length) };
  return inOrder(window, `\`--restate ${text}\` ends before it starts`);
}

function instant(flag: string, text: string): Date {
  const found = readInstant(text);
  if (found) return found;
  throw wrong(
    `\`${flag}\` takes a day or a time like \`2025-12-01T07:00\`, not \`${text}\``,
    'it is UTC, unless it says otherwise: `+01:00`',
  );
}

function inOrder(window: Interval, message: string): Interval {
  if (window.start < window.end) return window;
  throw wrong(message, null);
}

/** Throws when a restatement would restate nothing (M118). */
export function refuseNothingToRestate(manifest: Manifest, ids: ReadonlySet<NodeId>, restate: string | null): void {
  if (restate === null) return;
  for (const id of ids) {
    const node = manifest.nodes.get(id);
    if (node?.resource === 'model' && isMicrobatch(node.config)) return;
  }
  throw wrong('`--restate` is for microbatch models, and none is selected', 'name one: `-s model`');
}

function wrong(message: string, help: string | null): DiagnosticError {
  return new DiagnosticError([diagnostic('M118', message, { help })]);
}
