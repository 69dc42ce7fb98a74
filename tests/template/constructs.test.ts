import { expect, test } from 'vitest';
import { type Given, renderText, textOf } from './scope.ts';

const rows = [
  { col: 'a', digits: 1 },
  { col: 'b', digits: 2 },
];

const cases: readonly (readonly [what: string, template: string, text: string])[] = [
  ['text', "select 'it''s' as a", "select 'it''s' as a"],
  ['nothing', '', ''],
  ['a variable', '{{var "n"}}', '3'],
  ['no escaping', '{{var "html"}}', `<a href="x">O'Hara & sons</a>`],
  ['adjacent numbers are text', '{{var "n"}}{{var "n"}}{{lit 1}}{{lit true}}', '331true'],
  ['triple braces are the same', '{{{var "html"}}}{{&var "n"}}', `<a href="x">O'Hara & sons</a>3`],
  ['booleans as text', '{{eq 1 1}} {{eq 1 2}}', 'true false'],
  ['a path into a variable', '{{#with (var "deep")}}{{a.b}} {{a.[c d]}} {{list.[1]}}{{/with}}', '1 2 y'],
  ['if, else', '{{#if (var "yes")}}a{{else}}b{{/if}}{{#if (var "no")}}a{{else}}b{{/if}}', 'ab'],
  ['else if', '{{#if (var "no")}}a{{else if (eq (var "n") 3)}}b{{else}}c{{/if}}', 'b'],
  [
    'zero, empty text, an empty list are false',
    '{{#if 0}}a{{/if}}{{#if ""}}b{{/if}}{{#if (list)}}c{{/if}}{{#if (dict)}}d{{/if}}',
    'd',
  ],
  ['includeZero', '{{#if 0 includeZero=true}}a{{/if}}', 'a'],
  ['unless', '{{#unless (var "no")}}a{{else}}b{{/unless}}', 'a'],
  ['each over a list', '{{#each (list "a" "b")}}{{this}}{{@index}}{{#unless @last}}, {{/unless}}{{/each}}', 'a0, b1'],
  ['first and last', '{{#each (list 1 2 3)}}{{#if @first}}[{{/if}}{{this}}{{#if @last}}]{{/if}}{{/each}}', '[123]'],
  ['each over a dict', '{{#each (dict a=1 b="x")}}{{@key}}={{this}};{{/each}}', 'a=1;b=x;'],
  [
    'each over nothing',
    '{{#each (list)}}a{{else}}none{{/each}}{{#each (lookup (dict) "x")}}a{{else}}none{{/each}}',
    'nonenone',
  ],
  [
    'block parameters',
    '{{#each (list "a" "b") as |col at|}}{{at}}{{col}}{{#with col as |c|}}{{c}}{{at}}{{/with}} {{/each}}',
    '0aa0 1bb1 ',
  ],
  [
    'the outer item',
    '{{#each (list "a" "b")}}{{#each (list "a" "b")}}{{../this}}{{this}} {{/each}}{{/each}}',
    'aa ab ba bb ',
  ],
  [
    'the outer index',
    '{{#each (list "a" "b")}}{{#each (list "x")}}{{@../index}}{{@index}} {{/each}}{{/each}}',
    '00 10 ',
  ],
  ['with, else', '{{#with (dict a="x")}}{{a}}{{/with}}{{#with ""}}a{{else}}b{{/with}}', 'xb'],
  [
    'a block over a value',
    '{{#is_incremental}}a{{else}}b{{/is_incremental}}{{^is_incremental}}c{{/is_incremental}}',
    'bc',
  ],
  ['lookup', '{{lookup (list "a" "b") 1}}{{#each (list "x" "y")}}{{lookup (list "p" "q") @index}}{{/each}}', 'bpq'],
  ['lookup of what is not there is false', '{{#if (lookup (dict a=1) "b")}}a{{else}}b{{/if}}', 'b'],
  ['lookup finds own names only', '{{#if (lookup (dict a=1) "constructor")}}a{{else}}b{{/if}}', 'b'],
  ['comments', 'a{{! x }}b{{!-- {{ref "x"}} --}}c', 'abc'],
  ['escaped braces', '\\{{x}} \\\\{{var "n"}}', '{{x}} \\3'],
  ['a raw block', '{{{{raw}}}}{{x}} {{{{/raw}}}}', '{{x}} '],
  ['whitespace control', 'a  {{~var "n"~}}  b', 'a3b'],
  ['lines of blocks alone vanish', 'a\n  {{#if (var "yes")}}\n  b\n  {{/if}}\nc\n', 'a\n  b\nc\n'],
  ['windows line ends', 'a\r\n{{#if (var "yes")}}\r\nb\r\n{{/if}}\r\nc', 'a\r\nb\r\nc'],
  ['a macro', '{{> cents col="amount" digits=2}}', 'round(amount / 100.0, 2)'],
  ['a macro of macros', '{{> both x="a" y="b"}}', 'round(a / 100.0, 1) + round(b / 100.0, 1)'],
  [
    'a macro in each',
    '{{#each (list "a" "b")}}{{> cents col=this digits=0}} as {{this}}{{#unless @last}}, {{/unless}}{{/each}}',
    'round(a / 100.0, 0) as a, round(b / 100.0, 0) as b',
  ],
  [
    'a macro given an item',
    '{{#each (var "rows")}}{{> cents this}};{{/each}}',
    'round(a / 100.0, 1);round(b / 100.0, 2);',
  ],
  [
    'a macro given an item and more',
    '{{#each (var "rows")}}{{> cents this digits=9}};{{/each}}',
    'round(a / 100.0, 9);round(b / 100.0, 9);',
  ],
  [
    'a macro given nothing sees what its caller sees',
    '{{#each (var "rows")}}{{> cents}};{{/each}}',
    'round(a / 100.0, 1);round(b / 100.0, 2);',
  ],
  ['a macro sees its caller one level up', '{{#each (list "a")}}{{> up n=1}}{{/each}}', '1a'],
  ['`this` in a macro given names is the relation', '{{#each (list "a")}}{{> me n=1}}{{/each}}{{> me}}', '‹t0›‹t0›'],
  ['`this` in a macro given an item is the item', '{{#each (list "a")}}{{> me this}}{{> me}}{{/each}}', 'aa'],
  ['an argument named as a helper', '{{> named id="x" source="y" model="z"}}', 'xyz'],
  ['a macro named by a value', '{{> (var "which") col="a" digits=1}}', 'round(a / 100.0, 1)'],
  ['a macro in quotes', '{{> "cents" col="a" digits=1}}', 'round(a / 100.0, 1)'],
  [
    'a macro that stands alone keeps its line',
    'select\n  {{> cents col="a" digits=1}}\nfrom t',
    'select\n  round(a / 100.0, 1)\nfrom t',
  ],
  ['and every line of it its indent', 'a\n  {{> lines}}\nb', 'a\n  one\n  \n  two\nb'],
  ['but data in it is left alone', 'a\n  {{> value v=(var "lines")}}\nb', "a\n  'x\ny' +\n  1\nb"],
  ['unless trimmed', 'a\n  {{~> cents col="a" digits=1~}}\nb', 'around(a / 100.0, 1)b'],
  ['a macro that gives nothing leaves no line', 'a\n{{> nothing}}\nb', 'a\nb'],
  ['a comment at the end of a macro swallows no line', '{{> commented}}\nfrom t', 'amount -- in cents\nfrom t'],
  ['inline partials', '{{#*inline "col"}}{{name}} as {{as}}{{/inline}}{{> col name="a" as="b"}}', 'a as b'],
  [
    'inline partials see what is around the call',
    '{{#*inline "col"}}<{{this}}>{{/inline}}{{#each (list 1 2)}}{{> col}}{{/each}}',
    '<1><2>',
  ],
  [
    'the nearest inline partial',
    '{{#*inline "x"}}1{{/inline}}{{#if true}}{{#*inline "x"}}2{{/inline}}{{> x}}{{/if}}{{> x}}',
    '21',
  ],
  ['a block for a macro', '{{#> wrap}}select 1{{/wrap}}', '(select 1)'],
  ['a block for a macro, item by item', '{{#> items list=(list 1 2)}}<{{this}}>{{/items}}', '<1>,<2>'],
  ['a block sees where it was written', '{{> outer col="c"}}', '(c)'],
  ['a block in a block', '{{#> wrap}}{{#> wrap}}a{{/wrap}}{{/wrap}}', '((a))'],
  ['asking for a block', '{{> ask}}{{#> ask}}b{{/ask}}', 'noneb'],
  ['a layout', '{{#> layout}}{{#*inline "cols"}}a, b{{/inline}}{{/layout}}', 'select a, b from t'],
  ['a fallback', '{{#> absent}}here{{/absent}}', 'here'],
];

const given: Given = {
  vars: {
    n: 3,
    html: `<a href="x">O'Hara & sons</a>`,
    yes: true,
    no: false,
    deep: { a: { b: 1, 'c d': 2 }, list: ['x', 'y'] },
    rows,
    which: 'cents',
    lines: 'x\ny',
  },
  macros: {
    cents: 'round({{col}} / 100.0, {{digits}})',
    both: '{{> cents col=x digits=1}} + {{> cents col=y digits=1}}',
    up: '{{n}}{{../this}}',
    me: '{{this}}',
    named: '{{id}}{{source}}{{model}}',
    lines: 'one\n\ntwo\n',
    value: "'{{v}}' +\n1",
    nothing: '{{#if is_incremental}}x{{/if}}',
    commented: 'amount -- in cents',
    wrap: '({{> @partial-block}})',
    items: '{{#each list}}{{> @partial-block}}{{#unless @last}},{{/unless}}{{/each}}',
    outer: '{{#> wrap a=1}}{{col}}{{/wrap}}',
    ask: '{{#if @partial-block}}{{> @partial-block}}{{else}}none{{/if}}',
    layout: 'select {{> cols}} from t',
  },
};

test.each(cases)('%s', (_, template, text) => {
  expect(textOf(template, given)).toBe(text);
});

test('a ref in a branch that is not taken is no input', () => {
  const template = '{{#if is_incremental}}{{ref "a"}}{{else}}{{ref "b"}}{{/if}}';
  expect(renderText(template).inputs).toMatchObject([{ name: 'b' }]);
  expect(renderText(template, { options: { isIncremental: true } }).inputs).toMatchObject([{ name: 'a' }]);
});

test('asking for `is_incremental` is remembered wherever it is asked', () => {
  const asks = (template: string) =>
    renderText(template, { macros: { m: '{{#unless is_incremental}}a{{/unless}}' } }).usesIncremental;
  expect(asks('select 1')).toBe(false);
  expect(asks('{{!-- {{#if is_incremental}} --}}')).toBe(false);
  expect(asks('{{#if (and (not is_incremental) (eq 1 1))}}a{{/if}}')).toBe(true);
  expect(asks('{{> m}}')).toBe(true);
  expect(asks('{{@root.is_incremental}}')).toBe(true);
});

test('what was used is listed once, also through macros', () => {
  const rendered = renderText('{{> a}}{{> a}}{{up (var "v")}}{{var "w" default=1}}{{env "E" default="x"}}', {
    macros: { a: '{{> b}}{{var "v"}}', b: '{{up "x"}}', unused: '' },
    helpers: { up: (text) => String(text).toUpperCase() },
    vars: { v: 'v' },
  });
  expect(rendered.diagnostics).toEqual([]);
  expect(rendered.text).toBe('XvXvV1x');
  expect(rendered).toMatchObject({ macros: ['a', 'b'], helpers: ['up'], vars: ['v', 'w'], env: ['E'] });
});

test('a macro is read once for all that use it', () => {
  const macros = { m: '{{#each (list 1 2)}}{{this}}{{/each}}' };
  const { text } = renderText('{{> m}} {{> m}}', { macros });
  expect(text).toBe('12 12');
});
