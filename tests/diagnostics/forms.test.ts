import { expect, test } from 'vitest';
import { diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { github } from '../../src/diagnostics/github.ts';
import { toJson } from '../../src/diagnostics/json.ts';
import { renderAll } from '../../src/diagnostics/render-all.ts';
import { plainStyle } from '../../src/diagnostics/style.ts';

const span = { file: 'models/a,b.sql', start: { line: 3, column: 5 }, end: { line: 3, column: 9 } };
const nothing = () => undefined;

test('a diagnostic as JSON has exactly its keys', () => {
  const finding = diagnostic('M301', 'no `x`', { labels: [{ span, text: 'here' }], help: 'y', node: 'a' });
  expect(JSON.stringify(toJson({ ...finding, extra: 1 } as typeof finding))).toBe(
    '{"code":"M301","severity":"error","message":"no `x`","labels":[{"span":{"file":"models/a,b.sql","start":{"line":3,"column":5},"end":{"line":3,"column":9}},"text":"here"}],"notes":[],"help":"y","node":"a"}',
  );
});

test('an annotation escapes what would end it', () => {
  const finding = diagnostic('M301', '100% wrong\n::error::x', { labels: [{ span, text: '' }], help: 'a: b' });
  expect(github(finding)).toBe(
    '::error file=models/a%2Cb.sql,line=3,col=5,title=M301::100%25 wrong%0A::error::x%0Ahelp: a: b',
  );
  expect(github(finding, (file) => `shop/${file}`)).toContain('file=shop/models/');
});

test('warnings, notes and findings without a place', () => {
  expect(github(diagnostic('M407', 'nothing', { severity: 'warning' }))).toBe('::warning title=M407::nothing');
  expect(github(diagnostic('M407', 'nothing', { severity: 'note' }))).toBe('::notice title=M407::nothing');
});

test('twenty are shown, the rest is a number', () => {
  const many = Array.from({ length: 34 }, (_, n) => diagnostic('M401', `wrong ${n}`));
  const out = renderAll(many, nothing, plainStyle);
  expect(out.match(/^error/gm)).toHaveLength(20);
  expect(out.endsWith('\n\n… and 14 more')).toBe(true);
  expect(renderAll(many, nothing, { ...plainStyle, ascii: true }).endsWith('... and 14 more')).toBe(true);
});

test('one cause is one report', () => {
  const one = diagnostic('M401', 'wrong', { labels: [{ span, text: '' }] });
  expect(renderAll([one, { ...one }, diagnostic('M401', 'other')], nothing, plainStyle).match(/^error/gm)).toHaveLength(
    2,
  );
});

test('the order is kept, and warnings never push an error out', () => {
  const warnings = Array.from({ length: 25 }, (_, n) => diagnostic('M510', `old ${n}`, { severity: 'warning' }));
  const out = renderAll([...warnings, diagnostic('M401', 'the error')], nothing, plainStyle);
  expect(out.indexOf('warning[M510]: old 0')).toBe(0);
  expect(out).toContain('error[M401]: the error');
  expect(out.endsWith('… and 6 more')).toBe(true);
});

test('no findings are no text', () => {
  expect(renderAll([], nothing, plainStyle)).toBe('');
});
