import type { ColumnType } from '../../adapter/port.ts';

/** A text that two values of one type share exactly when they are the same: NaN is NaN, -0 is 0, NULL is NULL. */
export function valueKey(value: unknown, { type }: ColumnType): string {
  if (!type.startsWith('MAP(') || !Array.isArray(value)) return keyOf(value);
  // The entries of a map have no order.
  return `{${value.map(keyOf).sort().join(',')}}`;
}

function keyOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${keyOf(inner)}`);
  return `{${entries.join(',')}}`;
}
