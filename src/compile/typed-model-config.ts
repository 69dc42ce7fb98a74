import type { Range } from '../source/span.ts';
import type { ConfigCall } from '../template/template.ts';

/** The configuration that was given to `model`, with the place of each key where it is written out in the call. */
export function configCall(
  values: Readonly<Record<string, unknown>>,
  call: Range,
  text: string,
): { readonly call: ConfigCall; readonly strange: readonly { readonly key: string; readonly range: Range }[] } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const ranges = Object.fromEntries(given.map(([key]) => [key, placeOfKey(key, call, text)]));
  const strange = given.flatMap(([key, value]) => (isLiteral(value) ? [] : [{ key, range: ranges[key] ?? call }]));
  const kept = given.filter(([, value]) => isLiteral(value));
  return { call: { values: Object.fromEntries(kept), ranges }, strange };
}

/** `key: value` behind the call of `model`, or that call. */
function placeOfKey(key: string, call: Range, text: string): Range {
  const name = key.replace(/[^\w]/g, (char) => `\\${char}`);
  const found = new RegExp(`(?<![\\w$.'"])(['"]?)${name}\\1\\s*:`).exec(text.slice(call.to));
  if (!found) return call;
  const from = call.to + found.index;
  return { file: call.file, from, to: endOfValue(text, from + found[0].length) };
}

/** Where a value ends that begins at `start`: at the comma or the bracket after it. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (/['"`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth < 0) return text.slice(0, at).trimEnd().length;
    else if (char === ',' && depth === 0) return at;
  }
  return start;
}

/** What can be written into the manifest: text, numbers, booleans, null, lists and mappings of them. */
function isLiteral(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isLiteral);
  if (typeof value !== 'object') return false;
  const made = Object.getPrototypeOf(value);
  return (made === Object.prototype || made === null) && Object.values(value).every(isLiteral);
}
