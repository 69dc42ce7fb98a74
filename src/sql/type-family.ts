const families: Readonly<Record<string, RegExp>> = {
  text: /^(?:VARCHAR|CHAR|BPCHAR|TEXT|STRING|ENUM|JSON)\b/,
  number:
    /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INTEGER_LITERAL|DECIMAL|NUMERIC|FLOAT|DOUBLE|REAL|BIGNUM|VARINT)\b/,
  boolean: /^BOOLEAN$/,
  date: /^DATE$/,
  time: /^TIME(?: WITH TIME ZONE|_NS)?$/,
  timestamp: /^TIMESTAMP\b|^TIMESTAMP_(?:S|MS|NS)$/,
  interval: /^INTERVAL$/,
  uuid: /^UUID$/,
  blob: /^BLOB$/,
};

/** Types of one family compare as people expect: numbers of any width, text and enums. null for types that are not told apart. */
export function familyOf(type: string): string | null {
  const isNested = type.endsWith(']');
  const found = isNested ? undefined : Object.entries(families).find(([, pattern]) => pattern.test(type));
  return found?.[0] ?? null;
}

export function mayDiffer(one: string, other: string): boolean {
  const [first, second] = [familyOf(one), familyOf(other)];
  return first !== null && second !== null && first !== second;
}

/** A date is older or younger than an instant, as one would think; it equals one at midnight only. */
export function isSurprising(one: string, other: string, isEquality: boolean): boolean {
  if (!mayDiffer(one, other)) return false;
  const isDay = [one, other].every((type) => ['date', 'timestamp'].includes(familyOf(type) ?? ''));
  return isEquality || !isDay;
}
