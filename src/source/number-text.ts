/** Whether a number prints as the number that was written: nothing rounded away, a whole number still whole. */
export function keepsDigits(written: string, value: number): boolean {
  if (!Number.isFinite(value)) return /^[-+]?\.(?:inf|nan)$/i.test(written);
  const based = /^([-+]?)(0[box][0-9a-f]+)$/i.exec(written);
  if (based) return BigInt(based[2] ?? '') === BigInt(Math.abs(value));
  const printed = String(Math.abs(value));
  if (/^[-+]?\d+$/.test(written) && printed.includes('e')) return false;
  return decimal(written.replace(/^[-+]/, '')) === decimal(printed);
}

/** One spelling for all spellings of a decimal number: digits without zeros around them, and a power of ten. */
function decimal(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const shortest = digits.replace(/0+$/, '');
  if (shortest === '') return '0';
  return `${shortest}e${Number(exponent) - fraction.length + digits.length - shortest.length}`;
}
