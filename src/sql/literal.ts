/**
 * A value as an SQL literal: text quoted, numbers, booleans and null as they are, an instant with its zone, bytes as a
 * blob, a list as a list, anything else as its JSON text. Numbers that are not finite become casts.
 */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'::double`;
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Date) return `'${value.toISOString()}'::timestamptz`;
  if (value instanceof Uint8Array) return `from_hex('${Buffer.from(value).toString('hex')}')`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return literal(JSON.stringify(value));
}
