import { expect, test } from 'vitest';
import { fill, type MarkKind } from '../../src/nodes/code.ts';
import { locate } from '../../src/source/source-map.ts';
import fc from '../support/property.ts';
import { path, renderText } from './scope.ts';

const macros = {
  cents: 'round({{col}} / 100.0, {{digits}})',
  lines: '  one\n\n{{#each (list 1 2)}}\n  x{{this}}\n{{/each}}\nlast',
  wrap: '(\n  {{> @partial-block}}\n)',
  ref: 'select *\nfrom {{ref "a"}}\n',
};
const files = new Map(Object.entries(macros).map(([name, text]) => [`macros/${name}.sql`, text]));

/** Every piece of the map, as what was written for it. */
function written(template: string): string[] {
  const { text, map, diagnostics } = renderText(template, { macros });
  expect(diagnostics).toEqual([]);
  return map.map((piece, index) => {
    const source = piece.file === path ? template : (files.get(piece.file) ?? '');
    const out = text.slice(piece.at, map[index + 1]?.at);
    const from = source.slice(piece.from, piece.to);
    if (piece.verbatim) expect(out).toBe(from);
    return piece.verbatim ? from : `${from} → ${out}`;
  });
}

test('text is copied, calls are mapped whole, macros point into their file', () => {
  expect(written('select {{> cents col="a" digits=2}} as {{id "x"}}, 1')).toEqual([
    'select ',
    'round(',
    '{{col}} → a',
    ' / 100.0, ',
    '{{digits}} → 2',
    ')',
    ' as ',
    '{{id "x"}} → "x"',
    ', 1',
  ]);
});

test('what whitespace control takes is skipped', () => {
  expect(written('a\n  {{#if 1}}\n  b  {{~lit 1~}}  \n c\n  {{/if}}\nd')).toEqual([
    'a\n',
    '  b',
    '{{~lit 1~}} → 1',
    'c\n',
    'd',
  ]);
  expect(written('a\r\n\t{{! c }}  \r\nb')).toEqual(['a\r\n', 'b']);
});

test('an escaped mustache stands where it was written', () => {
  expect(written('a\\{{b}} c{{lit 1}}\\\\{{lit 2}}')).toEqual(['a', '{{b}} c', '{{lit 1}} → 1', '\\', '{{lit 2}} → 2']);
});

test('the indent of a macro is that of its line', () => {
  expect(written('a\n    {{> ref}}\nb')).toEqual([
    'a\n',
    '    ',
    'select *\n',
    '    ',
    'from ',
    '{{ref "a"}} → \uE000i0\uE001',
    '\n',
    'b',
  ]);
});

const part = fc.constantFrom(
  'select a\n',
  '  ',
  '\n',
  '\r\n',
  'é𝒳',
  '{{> cents col="c" digits=2}}',
  '\n  {{> lines}}\n',
  '\n\t{{> ref}}\n',
  '{{#> wrap}}\n in\n{{/wrap}}\n',
  '\n  {{#if 1}}\n',
  '{{#if 1}}',
  '{{~#if 0~}} x {{else}} ',
  ' {{/if}}\n',
  '{{/if}}',
  '{{lit 1}}',
  '{{~lit "a\nb"~}}',
  '{{! c }}',
  '\\{{x}}',
);

test('every copied character is the one at its place, and the pieces cover the text', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const opened = parts.filter((one) => one.includes('#if')).length;
      const closed = parts.filter((one) => one.includes('/if')).length;
      fc.pre(opened === closed);
      const template = parts.join('');
      const { text, map, diagnostics } = renderText(template, { macros });
      fc.pre(!diagnostics.some((one) => one.code === 'M201'));
      expect(diagnostics).toEqual([]);
      if (text !== '') expect(map[0]?.at).toBe(0);
      for (let at = 0; at < text.length; at++) {
        const index = map.findLastIndex((piece) => piece.at <= at);
        const piece = map[index];
        const place = locate(map, at);
        const source = place?.file === path ? template : files.get(place?.file ?? '');
        if (piece?.verbatim) expect(source?.[place?.from ?? -1]).toBe(text[at]);
        else expect(source?.slice(place?.from, place?.to)).toMatch(/^\{\{[\s\S]*\}\}$/);
      }
      expect(map.every((piece, index) => piece.at < (map[index + 1]?.at ?? text.length))).toBe(true);
    }),
    { numRuns: 800 },
  );
});

test('filling the marks moves the map along', () => {
  const template = 'select \'{{run_started_at}}\', * from {{ref "a"}} join {{this}} using (id)';
  const rendered = renderText(template);
  const values: Record<MarkKind, string> = { i: 'main.a', t: '"m"."x"', a: 'now', v: 'id', b: 'b' };
  const filled = fill({ text: rendered.text, inputs: [], map: rendered.map }, (kind) => values[kind]);
  expect(filled.text).toBe('select \'now\', * from main.a join "m"."x" using (id)');
  const place = (word: string) => {
    const found = locate(filled.map, filled.text.indexOf(word), word.length);
    return template.slice(found?.from, found?.to);
  };
  expect(place('main.a')).toBe('{{ref "a"}}');
  expect(place('using')).toBe('using');
  expect(place('"m"."x"')).toBe('{{this}}');
  expect(place('join')).toBe('join');
});
