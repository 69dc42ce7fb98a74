import { charWidth } from '../diagnostics/display-width.ts';
import { sanitiseLine } from '../diagnostics/sanitise.ts';
import type { Style } from '../diagnostics/style.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Listener } from '../run/events.ts';
import { count, duration } from './figures.ts';
import type { Live } from './output.ts';

/** How often the line is drawn anew, in milliseconds, and how wide its bar is. */
const [pace, barWidth] = [120, 10];

type Place = Pick<Style, 'ascii' | 'width'>;

interface Running {
  readonly name: string;
  readonly since: number;
}

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

/** Everything that the line shows; drawing it is another matter. */
interface Picture {
  readonly done: number;
  readonly total: number;
  readonly running: readonly Running[];
  /** What the program at work says of itself: 4 of 12 days. */
  readonly progress: Progress | null;
}

export interface Footer {
  readonly listen: Listener;
  /** Takes the line away for good, also where no run has ended: after a generator by hand, or an error. */
  readonly stop: () => void;
}

/**
 * One line under what was said: how far a run is, and what is running now. It is drawn by the clock, not by events, so
 * that thousands of small nodes cost nothing; the timer keeps no process alive.
 */
export function footer(live: Live, style: Style, columns: () => number, clock: () => number): Footer {
  const running = new Map<NodeId, Running>();
  const progress = new Map<NodeId, Progress>();
  let [done, total] = [0, 0];
  let timer: NodeJS.Timeout | null = null;

  const line = (): string => {
    const latest = [...progress.values()].at(-1) ?? null;
    const picture = { done, total, running: [...running.values()], progress: latest };
    return footerLine(picture, clock(), { ascii: style.ascii, width: columns() });
  };
  const begin = (): void => {
    timer ??= setInterval(() => live.show(line), pace).unref();
  };
  const stop = (): void => {
    if (timer) clearInterval(timer);
    live.hide();
  };
  const listen: Listener = (event) => {
    switch (event.type) {
      case 'run_started':
        total = event.total;
        begin();
        return;
      case 'node_started':
        running.set(event.id, { name: event.name, since: clock() });
        return;
      case 'node_progress':
        progress.set(event.id, event);
        begin();
        return;
      case 'node_finished':
        done = event.index;
        running.delete(event.result.id);
        progress.delete(event.result.id);
        return;
      case 'run_finished':
        stop();
        return;
      default:
        return;
    }
  };
  return { listen, stop };
}

/** `  [██████░░░░] 7/12 · 2 running: gold.fact_energy 1.2s, …`, cut to the width of the terminal. */
export function footerLine({ done, total, running, progress }: Picture, now: number, style: Place): string {
  const dot = style.ascii ? ' - ' : ' · ';
  const of = total > 0 ? { done, total, what: '' } : (progress ?? { done: 0, total: 0, what: '' });
  const parts = [`${bar(of.done, of.total, style)} ${count(of.done)}/${count(of.total)} ${of.what}`.trimEnd()];
  if (total > 0 && progress) parts.push(`${count(progress.done)}/${count(progress.total)} ${progress.what}`);
  if (running.length > 0) {
    const names = running.map(({ name, since }) => `${sanitiseLine(name)} ${duration((now - since) / 1000, 1)}`);
    parts.push(`${count(running.length)} running: ${names.join(', ')}`);
  }
  return cut(`  ${parts.join(dot)}`, style);
}

function bar(done: number, total: number, style: Place): string {
  const full = total > 0 ? Math.min(barWidth, Math.floor((done / total) * barWidth)) : 0;
  const [on, off] = style.ascii ? ['#', '-'] : ['█', '░'];
  return `[${on.repeat(full)}${off.repeat(barWidth - full)}]`;
}

/** A line that wraps could not be taken back. */
function cut(line: string, style: Place): string {
  const end = style.ascii ? '...' : '…';
  const room = style.width - 1 - end.length;
  let [width, text] = [0, ''];
  for (const char of line) {
    width += charWidth(char);
    if (width > room) return text + end;
    text += char;
  }
  return text;
}
