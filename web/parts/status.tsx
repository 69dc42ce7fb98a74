/** How a status is said: a sign and a word, with colour only for what is not as it should be. */
const tones: Readonly<Record<string, readonly [sign: string, tone: string]>> = {
  success: ['✓', 'good'],
  pass: ['✓', 'good'],
  reused: ['=', 'good'],
  'no-op': ['·', 'plain'],
  error: ['✗', 'bad'],
  fail: ['✗', 'bad'],
  'runtime error': ['✗', 'bad'],
  warn: ['!', 'warn'],
  skipped: ['⊘', 'skip'],
  'not run': ['·', 'plain'],
  '': ['·', 'plain'],
};

export function toneOf(status: string): string {
  return tones[status]?.[1] ?? 'plain';
}

export function signOf(status: string): string {
  return tones[status]?.[0] ?? '·';
}

export function Status({ of, word }: { readonly of: string; readonly word?: string }) {
  return (
    <span class={`status ${toneOf(of)}`}>
      <span aria-hidden="true">{signOf(of)}</span> {word ?? (of === '' ? 'never run' : of)}
    </span>
  );
}
