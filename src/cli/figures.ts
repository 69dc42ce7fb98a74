/** Numbers and signs as people read them. */
export function count(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `2,000 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `0.08s`, `12.3s`, `2m 05s`, `1h 02m`. */
export function duration(seconds: number, digits = 2): string {
  if (seconds < 9.995) return `${seconds.toFixed(digits)}s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m ${String(whole % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

export type Sign = 'ok' | 'failed' | 'skipped' | 'warned';

const signs: Readonly<Record<Sign, string>> = { ok: '✓', failed: '✗', skipped: '⊘', warned: '!' };
const words: Readonly<Record<Sign, string>> = { ok: 'ok  ', failed: 'FAIL', skipped: 'skip', warned: 'warn' };

/** A sign of one column; a word of four where the terminal has no such signs. */
export function signOf(sign: Sign, ascii: boolean): string {
  return (ascii ? words : signs)[sign];
}
