/** Engines round and cut without a word: whether a text says more than a value of the type keeps. */
export function losesDigits(type: string, text: string): boolean {
  const kept = fractionDigits(type);
  if (kept !== null) {
    const fraction = /^\s*[-+]?\d*\.(\d*?)0*\s*$/.exec(text)?.[1] ?? '';
    return fraction.length > kept;
  }
  return type === 'DATE' && /^\s*\d+-\d+-\d+[ T].*[1-9]/.test(text.replace(/\+.*$/, ''));
}

/** Digits after the point; null for a type that is not about digits. */
function fractionDigits(type: string): number | null {
  if (/^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/.test(type)) return 0;
  const scale = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)?.[1];
  return scale === undefined ? null : Number(scale);
}
