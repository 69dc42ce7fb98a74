import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import fc from '../support/property.ts';
import { renderText } from './scope.ts';

/** Macros end with a line break: where one does not, mart keeps the break that Handlebars would take. */
const macros = {
  pair: '{{k}}={{v}}\n',
  rec: '<{{k}}>\n  {{m}}\n',
  plain: 'one\n\n  two\n',
  nested: '{{> pair k=x v="1"}}\n  {{> pair k="2" v=x}}\n',
  wrap: '[\n|{{> @partial-block}}|\n]\n',
  ask: '{{#if @partial-block}}{{> @partial-block}}{{else}}none{{/if}}\n',
  rows: '{{#each this}}{{> @partial-block}}{{/each}}\n',
};

const context = {
  a: 'A',
  b: "o'<b>&",
  empty: '',
  n: 3,
  zero: 0,
  yes: true,
  no: false,
  words: ['x', 'y', 'z'],
  none: [],
  o: { k: 'v', m: 'w' },
  rows: [
    { k: '1', m: 'one', words: ['p', 'q'] },
    { k: '2', m: 'two', words: [] },
  ],
  names: ['plain'],
};

const engine = Handlebars.create();
for (const [name, text] of Object.entries(macros)) engine.registerPartial(name, text);
engine.registerHelper('eq', (a, b) => a === b);
engine.registerHelper('not', (a) => !a);
engine.registerHelper('list', (...args) => args.slice(0, -1));
engine.registerHelper('raw', function (this: unknown, options) {
  return options.fn(this);
});

function theirs(text: string): string {
  return engine.compile(text, { noEscape: true, strict: true })(context);
}

function ours(text: string): string {
  const options = { kind: 'generic_test', context } as const;
  const rendered = renderText(text, { macros, options });
  expect(rendered.diagnostics).toEqual([]);
  return rendered.text;
}

/** What can be written at a place: expressions that print text, conditions, and what `#each` can walk. */
interface Place {
  readonly texts: readonly string[];
  readonly conditions: readonly string[];
  readonly lists: readonly { readonly of: string; readonly item: 'text' | 'row' }[];
  readonly isItem: boolean;
  readonly depth: number;
}

const root: Place = {
  texts: ['a', 'b', 'empty', 'o.k', './a', 'this.o.m', '@root.a', 'lookup o "k"', 'o.[m]', 'words.[1]', 'rows.0.k'],
  conditions: [
    'yes',
    'no',
    'a',
    'empty',
    'zero',
    'none',
    'words',
    '(eq a "A")',
    '(not yes)',
    '(eq n 3)',
    'zero includeZero=true',
  ],
  lists: [
    { of: 'words', item: 'text' },
    { of: 'none', item: 'text' },
    { of: 'rows', item: 'row' },
  ],
  isItem: false,
  depth: 0,
};

/** What can be written where the context is one further in. */
function inside(outer: Place, item: 'text' | 'row'): Place {
  const up = (names: readonly string[]): string[] =>
    names.filter((name) => /^[a-z]+(\.[a-z]+)*$|^(\.\.\/)+[a-z]+(\.[a-z]+)?$/.test(name)).map((name) => `../${name}`);
  const own = item === 'text' ? ['this', '.'] : ['k', 'm', 'this.k', './m'];
  return {
    texts: [...own, ...up(outer.texts), '@root.a'],
    conditions: [
      ...up(outer.conditions),
      '@first',
      '@last',
      '@index',
      ...(item === 'text' ? ['this'] : ['k', '(eq k "1")']),
    ],
    lists: item === 'row' ? [{ of: 'words', item: 'text' }] : [],
    isItem: true,
    depth: outer.depth + 1,
  };
}

const space = fc.constantFrom('', '', ' ', '\n', '\n  ', ' \n', '\r\n');
const tilde = fc.constantFrom('', '', '', '~');

const braces = fc.tuple(tilde, tilde);

function body(place: Place): fc.Arbitrary<string> {
  return fc.array(part(place), { maxLength: place.depth > 2 ? 2 : 4 }).map((parts) => parts.join(''));
}

function part(place: Place): fc.Arbitrary<string> {
  const deeper = { ...place, depth: place.depth + 1 };
  const simple = fc.oneof(
    fc.tuple(fc.constantFrom(...place.texts), braces).map(([text, [open, close]]) => `{{${open}${text}${close}}}`),
    fc.constantFrom(
      'sql',
      ', ',
      "'q'",
      '\\{{a}}',
      '{{! c }}',
      '{{!-- {{a}} --}}',
      '{{@root.n}};',
      '{{{@root.b}}}',
      '{{{{raw}}}} {{x}} {{{{/raw}}}}',
    ),
    space,
    fc.tuple(fc.constantFrom(...place.texts), space, space).map(([text, before, after]) => {
      const value = text.startsWith('lookup') ? `(${text})` : text;
      return `${before}{{> pair k=${value} v="c"}}${after}`;
    }),
    fc.tuple(space, space).map(([before, after]) => `${before}{{> nested x="n"}}${after}`),
    fc.constantFrom('\n  {{> plain}}\n', '{{> rec @root.o}}', '\n\t{{> (lookup @root.names 0)}}\n', '|{{> ask}}'),
    ...(place.isItem ? [fc.constantFrom('{{@index}};', '{{@key}};', '{{@first}};', '{{@last}};')] : []),
  );
  if (place.depth > 2) return simple;
  return fc.oneof(
    { arbitrary: simple, weight: 4 },
    fc
      .tuple(
        fc.constantFrom('if', 'unless'),
        fc.constantFrom(...place.conditions),
        braces,
        body(deeper),
        body(deeper),
        space,
      )
      .map(
        ([name, condition, [open, close], yes, no, gap]) =>
          `{{${open}#${name} ${condition}${close}}}${gap}${yes}${gap}{{${open}else${close}}}${gap}${no}{{/${name}}}${gap}`,
      ),
    fc
      .tuple(
        fc.constantFrom(...place.conditions),
        fc.constantFrom(...place.conditions),
        body(deeper),
        body(deeper),
        body(deeper),
      )
      .map(
        ([first, second, one, two, three]) =>
          `{{#if ${first}}}${one}{{else if ${second}}}${two}{{else}}${three}{{/if}}`,
      ),
    ...place.lists.map(({ of, item }) =>
      fc
        .tuple(body(inside(place, item)), body(deeper), space)
        .map(([each, none, gap]) => `${gap}{{#each ${of}}}${gap}${each}${gap}{{else}}${none}{{/each}}${gap}`),
    ),
    ...place.lists.map(({ of, item }) =>
      fc.constant(
        `{{#each ${of} as |one at|}}{{at}}:{{one${item === 'row' ? '.k' : ''}}};{{#if one}}{{at}};{{/if}}{{/each}}`,
      ),
    ),
    body(deeper).map((block) => `|{{#> wrap}}${block}{{/wrap}}|`),
    body(deeper).map((block) => `|{{#> absent}}${block}{{/absent}}|`),
    fc.constant('{{#> ask}}B{{/ask}}|'),
    body(deeper).map((inline) =>
      `{{#if true}}x{{#*inline "own"}}${inline}{{/inline}}|{{> own}}|{{> own}}|{{/if}}`.replace('true', '@root.yes'),
    ),
    ...(place.isItem
      ? []
      : [
          body(inside(place, 'text')).map((block) => `{{#> rows @root.words}}${block}{{/rows}}|`),
          fc
            .tuple(body(inside({ ...place, texts: [], conditions: [] }, 'text')), space)
            .map(
              ([inline, gap]) => `{{#*inline "item"}}${inline}{{/inline}}${gap}{{#each words}}|{{> item}}|{{/each}}`,
            ),
          body(inside(place, 'row')).map(
            (block) => `{{#each rows}}{{#with this.words}}n{{/with}}{{/each}}{{#rows}}${block}{{/rows}}`,
          ),
          fc.constantFrom(
            '{{#with o}}{{k}}{{../a}}{{else}}no{{/with}}',
            '{{#with none}}yes{{else}}no{{/with}}',
            '{{#with o as |x|}}{{x.k}}{{k}}{{/with}}',
            '{{#each o}}{{@key}}={{this}}{{#unless @last}},{{/unless}}{{/each}}',
            '{{#yes}}{{a}}{{/yes}}{{^no}}{{a}}{{/no}}{{#no}}x{{else}}y{{/no}}',
            '{{#o}}{{k}}{{../a}}{{/o}}{{#words}}{{this}}{{@index}};{{/words}}{{^none}}n{{/none}}',
            '{{#each rows}}{{#each words}}{{this}}{{../k}}{{../../a}}{{@index}};{{@../index}};{{/each}}{{/each}}',
          ),
        ]),
  );
}

test('what both understand, both render alike', () => {
  fc.assert(
    fc.property(body(root), (text) => {
      expect(ours(text)).toBe(theirs(text));
    }),
    { numRuns: 200 },
  );
});
