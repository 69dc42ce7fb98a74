import type { ColumnType, FileScan } from '../../../adapter/port.ts';
import { wholeNumber } from '../whole-number.ts';

const words = /^(?:varchar|text|string|char|bpchar)(?:\s*\(.*\))?$/i;
const nested = /[[\]]|^(?:struct|map|union|json|variant)\b/i;

/** Whether values of a type are objects or lists. */
export function isNested(type: string): boolean {
  return nested.test(type.trim());
}

/**
 * Whether a raw value is one of its declared type, as SQL that is never NULL. A fraction is no whole number and a time of
 * day no date, though the engine would cut them off without a word; decimals are rounded to their scale.
 */
export function fitsSql(raw: string, { type }: ColumnType, format: FileScan['format']): string {
  const plain = type.trim();
  if (words.test(plain)) return 'true';
  const cast = format === 'json' && isNested(plain) ? `try(cast(${raw} as ${plain}))` : `try_cast(${raw} as ${plain})`;
  const exact = exactSql(raw, plain);
  const holds = exact === null ? `${cast} is not null` : `(${cast} is not null and ${exact})`;
  return `(${raw} is null or ${holds})`;
}

function exactSql(raw: string, type: string): string | null {
  if (wholeNumber.test(type)) {
    const number = `try_cast(${raw} as double)`;
    return `coalesce(${number} = trunc(${number}), true)`;
  }
  if (!/^date$/i.test(type)) return null;
  const time = `try_cast(${raw} as timestamp)`;
  return `coalesce(${time} = cast(${time} as date), true)`;
}
