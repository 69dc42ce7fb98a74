import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { parse } from '../../src/template/parse.ts';
import fc from '../support/property.ts';

type Plain = Record<string, unknown>;

/** Offsets of the starts of a text's lines, as Handlebars counts lines. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n?|\n/g)].map((found) => found.index + found[0].length)];
}

/** Handlebars' tree with offsets for places, without what mart's tree does not have. */
function theirs(text: string): unknown {
  const starts = lineStarts(text);
  const offset = (at: { line: number; column: number }): number => (starts[at.line - 1] ?? 0) + at.column;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Plain;
    const out: Plain = {};
    for (const [key, part] of Object.entries(node)) {
      if (part === undefined || (node.type === 'Program' && (key === 'strip' || key === 'loc'))) continue;
      if (key === 'loc') {
        const { start, end } = part as {
          start: { line: number; column: number };
          end: { line: number; column: number };
        };
        out.loc = { from: offset(start), to: offset(end) };
      } else out[key] = walk(part);
    }
    return out;
  };
  return walk(Handlebars.parse(text));
}

function ours(text: string): unknown {
  const { program, problems } = parse({ path: 'models/a.sql', text });
  if (problems) throw new Error(problems[0]?.message);
  return JSON.parse(JSON.stringify(program), (key, value) => {
    if (key === 'scoped') return undefined;
    return value?.type === 'Program' ? { ...value, strip: undefined, loc: undefined } : value;
  });
}

function outcome(read: (text: string) => unknown, text: string): unknown {
  try {
    return JSON.parse(JSON.stringify(read(text)));
  } catch {
    return 'refused';
  }
}

const pieces = [
  'select 1',
  ' ',
  '\n',
  '\r\n',
  '  \n\t',
  "it's",
  '\\{{x}}',
  '\\\\{{x}}',
  '\\',
  '{{x}}',
  '{{~x~}}',
  '{{{x}}}',
  '{{&x}}',
  '{{! c }}',
  '{{!-- a }} b --}}',
  '{{~!-- a --~}}',
  '{{#if x}}',
  '{{~#if x~}}',
  '{{else}}',
  '{{ else }}',
  '{{^}}',
  '{{else if y}}',
  '{{~else~}}',
  '{{/if}}',
  '{{#each (list 1 "a") as |item i|}}',
  '{{/each}}',
  '{{^x}}',
  '{{/x}}',
  '{{> cents col="a" n=-1.5}}',
  '{{~> "a-b" this~}}',
  '{{> (lookup . "x")}}',
  '{{> @partial-block}}',
  '{{#> lay a=true}}',
  '{{/lay}}',
  '{{#*inline "row"}}',
  '{{/inline}}',
  '{{{{raw}}}}',
  '{{{{/raw}}}}',
  '{{{{raw}}}} {{x}} {{{{/raw}}}}',
  '{{ref "a\\"b" \'c\\\'d\' version=2}}',
  '{{this.x}} {{../y}} {{./z}} {{a.[b c].d}} {{a/b}} {{@index}} {{@../key}} {{[x y]}}',
  '{{f null undefined true false 1 -2 3.5 (g h=(i j))}}',
  '{{',
  '}}',
  '}',
  '{',
  'é𝒳',
  '"',
  "'",
  '(',
  ')',
  '=',
  '|',
  '@',
  '.',
  '-- sql',
  '{% if %}',
];

const text = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''));

test('trees and places are those of Handlebars, for what it takes and what it refuses', () => {
  fc.assert(
    fc.property(text, (input) => {
      expect(outcome(ours, input)).toEqual(outcome(theirs, input));
    }),
    { numRuns: 2000 },
  );
});

const balanced = fc.letrec<{ body: string; part: string }>((tie) => ({
  body: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      'x',
      ' ',
      '\n',
      '  ',
      '\r\n',
      '{{a}}',
      '{{~a}}',
      '{{a~}}',
      '{{!c}}',
      '{{> p}}',
      '{{~> p~}}',
      '\t\n',
    ),
    fc
      .tuple(
        fc.constantFrom('if', 'each'),
        fc.constantFrom('', '~'),
        fc.constantFrom('', '~'),
        tie('body'),
        tie('body'),
      )
      .map(
        ([name, open, close, yes, no]) => `{{${open}#${name} a${close}}}${yes}{{${close}else${open}}}${no}{{/${name}}}`,
      ),
    tie('body').map((body) => `{{#*inline "p"}}${body}{{/inline}}`),
    tie('body').map((body) => `{{#> p}}${body}{{/p}}`),
    fc.tuple(tie('body'), tie('body')).map(([yes, no]) => `{{#if a}}${yes}{{else if b}}${no}{{/if}}`),
  ),
})).body;

test('whitespace control is that of Handlebars', () => {
  fc.assert(
    fc.property(balanced, (input) => {
      expect(outcome(ours, input)).toEqual(outcome(theirs, input));
      expect(outcome(ours, input)).not.toBe('refused');
    }),
    { numRuns: 250 },
  );
});

test('`@root.this` is a path, which Handlebars refuses', () => {
  expect(() => Handlebars.parse('{{@root.this}}')).toThrow('Invalid path');
  expect(ours('{{@root.this}}')).toMatchObject({ body: [{ path: { data: true, parts: ['root', 'this'] } }] });
  expect(outcome(ours, '{{a.this}}')).toBe('refused');
});

test('a template without braces is one piece of text', () => {
  expect(ours('select {1}\n')).toEqual(theirs('select {1}\n'));
});
