/** A value as text for people and for JSON: NULL apart from text, empty text in quotes. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return value === '' || value === 'NULL' ? `'${value}'` : value;
  return nested(value);
}

function nested(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (Array.isArray(value)) return listText(value);
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}: ${nested(inner)}`)
    .join(', ')}}`;
}

function listText(value: readonly unknown[]): string {
  return isMap(value) ? mapText(value) : `[${value.map(nested).join(', ')}]`;
}

type Entry = { readonly key: unknown; readonly value: unknown };

function isMap(value: readonly unknown[]): value is readonly Entry[] {
  return (
    value.length > 0 &&
    value.every((one) => typeof one === 'object' && one !== null && Object.keys(one).join() === 'key,value')
  );
}

function mapText(entries: readonly Entry[]): string {
  return `{${entries.map(({ key, value }) => `${nested(key)}: ${nested(value)}`).join(', ')}}`;
}
