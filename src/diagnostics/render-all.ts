import type { ReadText } from '../source/text.ts';
import type { Diagnostic } from './diagnostic.ts';
import { cachedLines, frameWith } from './frame.ts';
import type { Style } from './style.ts';

/** How many diagnostics are shown at once; the rest is a number. */
export const shownAtOnce = 20;

/**
 * All findings as frames in their order, each cause once. When there are more than fit, errors are shown before
 * warnings. Empty text for no findings; no line break at the end.
 */
export function renderAll(
  diagnostics: readonly Diagnostic[],
  readText: ReadText,
  style: Style,
  most = shownAtOnce,
): string {
  const causes = distinct(diagnostics);
  const chosen = new Set([...causes].sort((a, b) => weight(a) - weight(b)).slice(0, most));
  const readLines = cachedLines(readText);
  const frames = causes.filter((one) => chosen.has(one)).map((one) => frameWith(one, readLines, style));
  const left = causes.length - frames.length;
  if (left > 0) frames.push(style.dim(`${style.ascii ? '...' : '…'} and ${left} more`));
  return frames.join('\n\n');
}

/** Each cause once: what says the same about the same place is one report. */
export function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const key = JSON.stringify([one.code, one.message, one.labels[0]?.span ?? one.node]);
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

function weight({ severity }: Diagnostic): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2;
}
