import type { InputCall } from '../template/template.ts';

const nowhere = { file: '', from: 0, to: 0 };
const quoted = String.raw`\s*['"]([^'"]+)['"]\s*`;
const version = String.raw`\s*(?:v|version)\s*=\s*['"]?([\w.]+)['"]?\s*`;
const refCall = new RegExp(String.raw`^\s*(?:\{\{)?\s*ref\(${quoted}(?:,${quoted})?(?:,${version})?\)\s*(?:\}\})?\s*$`);
const sourceCall = new RegExp(String.raw`^\s*(?:\{\{)?\s*source\(${quoted},${quoted}\)\s*(?:\}\})?\s*$`);

/** `ref('x')`, `ref('package', 'x')`, `ref('x', v=1)` or `source('a', 'b')` as YAML holds them, as a call; null for any other text. */
export function readCall(text: string): InputCall | null {
  const ref = refCall.exec(text);
  if (ref) {
    const [, first = '', second, version = null] = ref;
    return { kind: 'ref', package: second ? first : null, name: second ?? first, version, range: nowhere };
  }
  const source = sourceCall.exec(text);
  if (source) return { kind: 'source', source: source[1] ?? '', table: source[2] ?? '', range: nowhere };
  return null;
}

/** The same where a bare model name is meant too. */
export function readRelation(text: string): InputCall {
  return readCall(text) ?? { kind: 'ref', package: null, name: text.trim(), version: null, range: nowhere };
}
