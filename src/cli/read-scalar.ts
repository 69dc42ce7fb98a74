/** A value of the command line as YAML would read it: numbers, true, false and null are no text. */
export function readScalar(text: string): string | number | boolean | null {
  if (/^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^(?:null|~)?$/i.test(text) ? null : text;
}
