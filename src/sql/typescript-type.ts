import { type ReadType, readType } from './type-spelling.ts';

const numbers =
  /^(TINYINT|SMALLINT|INTEGER|INT|INT1|INT2|INT4|UTINYINT|USMALLINT|UINTEGER|FLOAT|REAL|DOUBLE|DOUBLE PRECISION|FLOAT4|FLOAT8)$/;
/** Beyond 2^53 they are `bigint`. */
const wholes = /^(BIGINT|UBIGINT|HUGEINT|UHUGEINT|INT8|LONG|BIGNUM|VARINT)$/;
/** Text, and what a session gives as text. */
const texts =
  /^(VARCHAR|TEXT|STRING|CHAR|BPCHAR|JSON|UUID|DECIMAL|NUMERIC|DATE|TIME|TIMETZ|TIME_NS|TIMESTAMP|TIMESTAMPTZ|DATETIME|TIMESTAMP_(S|MS|NS|US)|(TIME|TIMESTAMP) WITH(OUT)? TIME ZONE|INTERVAL|BLOB|BYTEA|BIT|BITSTRING)$/;

/** The TypeScript type of a column's values, as a session gives them; NULL apart. */
export function typescriptType(spelling: string): string {
  const type = readType(spelling);
  return type ? typeOf(type) : 'unknown';
}

function typeOf(type: ReadType): string {
  switch (type.kind) {
    case 'plain':
      return plainType(type.name);
    case 'enum':
      return type.values.map(textLiteral).join(' | ');
    case 'list':
      return `(${orNull(type.item)})[]`;
    case 'map':
      return `{ key: ${typeOf(type.key)}; value: ${orNull(type.value)} }[]`;
    case 'struct':
      return `{ ${type.fields.map((field) => `${propertyName(field.name)}: ${orNull(field.type)}`).join('; ')} }`;
    case 'union':
      return [...new Set(type.fields.map((field) => typeOf(field.type)))].join(' | ');
  }
}

function plainType(name: string): string {
  if (name === 'BOOLEAN' || name === 'BOOL') return 'boolean';
  if (numbers.test(name)) return 'number';
  if (wholes.test(name)) return 'number | bigint';
  if (texts.test(name)) return 'string';
  return name === 'NULL' ? 'null' : 'unknown';
}

function orNull(type: ReadType): string {
  return withNull(typeOf(type));
}

/** The type of something that may be NULL. */
export function withNull(type: string): string {
  return type === 'unknown' || type === 'null' ? type : `${type} | null`;
}

/** A name as a property of an interface. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textLiteral(name);
}

/** Text as a TypeScript literal in single quotes. */
export function textLiteral(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside.replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)}'`;
}
