import { expect, test } from 'vitest';
import { diagnostic, type Label } from '../../src/diagnostics/diagnostic.ts';
import { frame } from '../../src/diagnostics/frame.ts';
import { plainStyle } from '../../src/diagnostics/style.ts';

function label(file: string, from: [number, number], to: [number, number], text = ''): Label {
  return { span: { file, start: { line: from[0], column: from[1] }, end: { line: to[0], column: to[1] } }, text };
}

function shown(
  text: string,
  labels: Label[],
  details: { notes?: string[]; help?: string; width?: number } = {},
): string {
  const { width = 100, ...rest } = details;
  const finding = diagnostic('M301', 'wrong', { labels, ...rest });
  return frame(finding, () => text, { ...plainStyle, width });
}

test('a place in a model, with note and help', () => {
  const sql = `${'\n'.repeat(6)}  custmer_id\n`;
  const finding = diagnostic('M301', 'referenced column `custmer_id` not found in FROM clause', {
    labels: [label('models/gold/orders_daily.sql', [7, 3], [7, 13], 'no such column')],
    notes: ['compiled SQL: target/compiled/gold/orders_daily.sql:9'],
    help: 'did you mean `customer_id`? (available: `customer_id`, `order_id`)',
  });
  expect(frame(finding, () => sql, plainStyle)).toBe(`\
error[M301]: referenced column \`custmer_id\` not found in FROM clause
 --> models/gold/orders_daily.sql:7:3
  |
7 |   custmer_id
  |   ^^^^^^^^^^ no such column
  |
  = note: compiled SQL: target/compiled/gold/orders_daily.sql:9
  = help: did you mean \`customer_id\`? (available: \`customer_id\`, \`order_id\`)`);
});

test('two places on one line, and one further down', () => {
  const text = 'select a, b\nfrom x\njoin y\n\n\nwhere a = 1';
  expect(
    shown(text, [
      label('m.sql', [1, 11], [1, 12], 'here'),
      label('m.sql', [1, 8], [1, 9], 'first here'),
      label('m.sql', [3, 6], [3, 7], 'from this'),
      label('m.sql', [6, 7], [6, 8], 'and here'),
    ]),
  ).toBe(`\
error[M301]: wrong
 --> m.sql:1:11
  |
1 | select a, b
  |           ^ here
  |        - first here
2 | from x
3 | join y
  |      - from this
...
6 | where a = 1
  |       - and here
  |`);
});

test('places in two files', () => {
  const finding = diagnostic('M110', 'two models are called `a`', {
    labels: [label('x/a.sql', [1, 1], [1, 7], 'one'), label('y/a.sql', [12, 1], [12, 7], 'the other')],
  });
  const text = 'select\n'.repeat(12);
  expect(frame(finding, () => text, plainStyle)).toBe(`\
error[M110]: two models are called \`a\`
  --> x/a.sql:1:1
   |
 1 | select
   | ^^^^^^ one
   |
  ::: y/a.sql:12:1
   |
12 | select
   | ------ the other
   |`);
});

test('a stretch over several lines shows its first and its last', () => {
  expect(
    shown('with a as (\n  select 1\n  from b\n)\nselect 2', [label('m.sql', [1, 6], [4, 2], 'never used')]),
  ).toBe(`\
error[M301]: wrong
 --> m.sql:1:6
  |
1 | with a as (
  |      ^^^^^^
...
4 | )
  | ^ never used
  |`);
});

test('a stretch that ends with the line break ends on its line', () => {
  expect(shown('aa\nbb\ncc', [label('m.sql', [1, 1], [2, 1], 'all of it')])).toContain('1 | aa\n  | ^^ all of it');
  expect(shown('aa\n   bb\ncc', [label('m.sql', [1, 1], [3, 1], 'both')])).toContain('2 |    bb\n  |    ^^ both');
});

test('tabs are spaces and the signs stand under what they mean', () => {
  expect(shown('\tselect\tbad', [label('m.sql', [1, 9], [1, 12])])).toContain(
    '1 |     select  bad\n  |             ^^^',
  );
});

test('wide and combining characters do not move the signs', () => {
  expect(shown('日本 bad', [label('m.sql', [1, 4], [1, 7])])).toContain('1 | 日本 bad\n  |      ^^^');
  expect(shown('e\u0301a\u0308 bad', [label('m.sql', [1, 6], [1, 9])])).toContain('\n  |    ^^^');
  expect(shown('🙂 bad', [label('m.sql', [1, 3], [1, 6])])).toContain('1 | 🙂 bad\n  |    ^^^');
  expect(shown("'日本'", [label('m.sql', [1, 2], [1, 4])])).toContain('\n  |  ^^^^');
});

test('a very long line is cut around the place', () => {
  const text = `${'x'.repeat(500)} bad ${'y'.repeat(500)}`;
  const lines = shown(text, [label('m.sql', [1, 502], [1, 505], 'this')], { width: 80 }).split('\n');
  const [line = '', under = ''] = lines.slice(3);
  expect(line.length).toBeLessThanOrEqual(80);
  expect(line).toMatch(/^1 \| …x+ bad y+…$/);
  expect(under.indexOf('^^^ this')).toBe(line.indexOf('bad'));
});

test('a long line is cut at its end only when the place is at its start', () => {
  const text = `bad ${'y'.repeat(500)}`;
  expect(shown(text, [label('m.sql', [1, 1], [1, 4])], { width: 80 })).toMatch(/1 \| bad y+…\n {2}\| \^\^\^\n/);
});

test('a stretch longer than the terminal stays in it', () => {
  const text = 'z'.repeat(1000);
  for (const line of shown(text, [label('m.sql', [1, 1], [1, 1001])], { width: 80 }).split('\n'))
    expect(line.length).toBeLessThanOrEqual(80);
});

test('a long line with two places is shown once for each', () => {
  const text = `one ${'x'.repeat(500)} two`;
  const out = shown(text, [label('m.sql', [1, 1], [1, 4], 'a'), label('m.sql', [1, 506], [1, 509], 'b')], {
    width: 80,
  });
  expect(out).toMatch(/1 \| one x+…\n {2}\| \^\^\^ a\n1 \| …x+ two\n {2}\| +--- b/);
});

test('a place past the end of the line or of the file is still a place', () => {
  expect(shown('abc', [label('m.sql', [1, 9], [1, 20], 'more expected')])).toContain('1 | abc\n  |    ^ more expected');
  expect(shown('abc\ndef', [label('m.sql', [9, 4], [9, 5], 'gone')])).toContain('2 | def\n  |    ^ gone');
  expect(shown('abc\ndef', [label('m.sql', [1, 2], [9, 1], 'gone')])).toContain('2 | def\n  | ^^^ gone');
  expect(shown('', [label('m.sql', [1, 1], [1, 1], 'empty')])).toContain('1 |\n  | ^ empty');
});

test('a file that cannot be read again still has a place', () => {
  const finding = diagnostic('M301', 'wrong', { labels: [label('m.sql', [3, 2], [3, 4], 'no such column')] });
  expect(frame(finding, () => undefined, plainStyle)).toBe('error[M301]: wrong\n --> m.sql:3:2: no such column');
});

test('a finding without a place says its node, and several lines stay aligned', () => {
  const finding = diagnostic('M511', 'failed', { node: 'gold.x', notes: ['first\nsecond'], help: 'do this' });
  expect(frame(finding, () => undefined, plainStyle)).toBe(`\
error[M511]: failed
  = node: gold.x
  = note: first
          second
  = help: do this`);
});

test('escape sequences of files, names and data are shown, not obeyed', () => {
  const finding = diagnostic('M601', 'bad \u001b[31mred\u0007 value \u202e', {
    labels: [label('models/\u001b[2J.sql', [1, 1], [1, 5], '\u001b[1m')],
    notes: ['\u009b5m'],
    help: 'x\u0000',
  });
  const out = frame(finding, () => 'sel\u001b]0;t\u0007ect', plainStyle);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(out).toContain('bad ␛[31mred␇ value');
});

test('colours dress the parts and change nothing else', () => {
  const paint = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const style = { ...plainStyle, error: paint('e'), dim: paint('d'), strong: paint('b'), note: paint('n') };
  const finding = diagnostic('M301', 'wrong', { labels: [label('m.sql', [1, 1], [1, 4], 'here')], help: 'do' });
  const dressed = frame(finding, () => 'abc', style);
  expect(dressed).toContain('<e>error[M301]</e><b>: wrong</b>');
  expect(dressed).toContain('<e>^^^ here</e>');
  expect(dressed.replace(/<\/?[edbn]>/g, '')).toBe(frame(finding, () => 'abc', plainStyle));
});
