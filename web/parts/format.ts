const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function count(number: number): string {
  return whole.format(number);
}

/** `1 model`, `1,200 models`. */
export function counted(number: number, word: string, many = `${word}s`): string {
  return `${count(number)} ${number === 1 ? word : many}`;
}

/** As the terminal writes it: `0.08s`, `2m 5s`. */
export function seconds(value: number | null): string {
  if (value === null) return '';
  if (value < 60) return `${value.toFixed(2)}s`;
  const minutes = Math.floor(value / 60);
  return minutes < 60 ? `${minutes}m ${Math.round(value % 60)}s` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

/** `2025-12-03 06:00 UTC`; every time of a project is UTC. */
export function instant(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
}

/** `+12`, `−3`, `as before`. */
export function change(rows: number, before: number): string {
  if (rows === before) return 'as before';
  return rows > before ? `+${count(rows - before)}` : `−${count(before - rows)}`;
}

export function percent(part: number, of: number): number {
  return of === 0 ? 100 : Math.floor((100 * part) / of);
}
