import { expect, test } from 'vitest';
import { type Given, readable, renderText, textOf } from './scope.ts';

const given: Given = {
  vars: { day: '2025-12-01', quoted: "O'Hara", n: 3, yes: true, none: null, list: [1, 'a', null], dict: { a: 1 } },
  env: { HOME_SCHEMA: 'home' },
  helpers: {
    up: (text) => String(text).toUpperCase(),
    args: (...args) => JSON.stringify(args),
    cols: () => ['a', 'b'],
    today: () => 'now',
    many: () => new Set([1, 2]),
  },
};

const cases: readonly (readonly [template: string, text: string])[] = [
  ['{{var "day"}}', '2025-12-01'],
  ["'{{var 'day'}}'", "'2025-12-01'"],
  ['{{var "nope" default=3}} {{var "nope" default="x"}} {{var "day" default="x"}}', '3 x 2025-12-01'],
  ['{{#if (eq (var "n") 3)}}three{{/if}}{{#if (eq (var "n") "3")}}text{{/if}}', 'three'],
  ['{{env "HOME_SCHEMA"}} {{env "NOPE" default="x"}}', 'home x'],
  [
    '{{lit (var "day")}} {{lit (var "quoted")}} {{lit (var "n")}} {{lit (var "yes")}} {{lit (var "none")}}',
    "'2025-12-01' 'O''Hara' 3 true null",
  ],
  ['{{lit (var "list")}} {{lit (var "dict")}}', `[1, 'a', null] '{"a":1}'`],
  ['{{lit (list "a" (list 1 2))}}', "['a', [1, 2]]"],
  ['{{id "a b"}} {{id (var "quoted")}} {{id "say ""hi"""}}'.replaceAll('""', '\\"'), `"a b" "O'Hara" "say ""hi"""`],
  [
    '{{#if (ne 1 2)}}a{{/if}}{{#if (lt 1 2)}}b{{/if}}{{#if (gt "b" "a")}}c{{/if}}{{#if (not (lt 2 1))}}d{{/if}}',
    'abcd',
  ],
  ['{{#if (eq (list 1 (dict a=2)) (list 1 (dict a=2)))}}same{{/if}}', 'same'],
  ['{{#if (and (var "yes") (gt (var "n") 2))}}a{{/if}}{{#if (or (var "none") (eq 1 2))}}b{{/if}}', 'a'],
  ['{{or (var "none") "else"}} {{and 1 "last"}} {{or "first" missing}}', 'else last first'],
  ['{{#if (and is_incremental (var "undefined_in_full_run"))}}a{{/if}}', ''],
  ['{{target.name}} {{target.schema}} {{model.name}} {{@root.target.name}}', 'dev main m dev'],
  ['{{run_started_at}} {{invocation_id}} {{lit run_started_at}}', "‹a0› ‹v0› '‹a0›'"],
  ['{{this}} {{@root.this}} {{#each (list 1)}}{{@root.this}} {{this}} {{../this}}{{/each}}', '‹t0› ‹t0› ‹t0› 1 ‹t0›'],
  [
    '{{up "a"}} {{up (up "b")}} {{today}} {{#each (cols)}}{{this}}{{/each}} {{#each (many)}}{{this}}{{/each}}',
    'A B now ab 12',
  ],
  ['{{args 1 "a" true null (list 2)}}', '[1,"a",true,null,[2]]'],
  ['{{args "a" b=1 c=(dict d=2)}} {{args}}', '["a",{"b":1,"c":{"d":2}}] []'],
];

test.each(cases)('%s', (template, text) => {
  expect(textOf(template, given)).toBe(text);
});

test('equal inputs share a mark, in order of first appearance', () => {
  const template = [
    '{{ref "a"}} {{ref "b" v=2}} {{ref "a"}} {{ref "shop" "a"}} {{source "raw" "a"}}',
    '{{ref "b"}} {{ref "b" version="2"}} {{source "raw" "a"}} {{depends_on "z"}}{{depends_on "z"}}{{depends_on "p" "z" v=1}}',
  ].join('\n');
  const rendered = renderText(template);
  expect(rendered.diagnostics).toEqual([]);
  expect(readable(rendered.text)).toBe('‹i0› ‹i1› ‹i0› ‹i2› ‹i3›\n‹i4› ‹i1› ‹i3› ');
  const written = ({ file, from, to }: { file: string; from: number; to: number }) =>
    `${file} ${template.slice(from, to)}`;
  expect(rendered.inputs.map((input) => ({ ...input, range: written(input.range) }))).toEqual([
    { kind: 'ref', package: null, name: 'a', version: null, range: 'models/m.sql ref "a"' },
    { kind: 'ref', package: null, name: 'b', version: '2', range: 'models/m.sql ref "b" v=2' },
    { kind: 'ref', package: 'shop', name: 'a', version: null, range: 'models/m.sql ref "shop" "a"' },
    { kind: 'source', source: 'raw', table: 'a', range: 'models/m.sql source "raw" "a"' },
    { kind: 'ref', package: null, name: 'b', version: null, range: 'models/m.sql ref "b"' },
  ]);
  expect(rendered.dependsOn.map((input) => ({ ...input, range: written(input.range) }))).toEqual([
    { kind: 'ref', package: null, name: 'z', version: null, range: 'models/m.sql depends_on "z"' },
    { kind: 'ref', package: 'p', name: 'z', version: '1', range: 'models/m.sql depends_on "p" "z" v=1' },
  ]);
});

test('a ref is a value like any other', () => {
  const rendered = renderText('{{#with (ref "a") as |t|}}select * from {{t}}, {{> pick from=t}}{{/with}}', {
    macros: { pick: '(from {{from}})' },
  });
  expect(readable(rendered.text)).toBe('select * from ‹i0›, (from ‹i0›)');
  expect(rendered.inputs).toHaveLength(1);
});

test('config is read with the place of every key, and leaves no text', () => {
  const template =
    '{{config materialized="incremental" unique_key=(list "a" "b") meta=(dict owner="ops" deep=(dict n=null)) lookback=2 enabled=false}}select 1{{#if is_incremental}}{{config tags="x"}}{{else}}{{config tags=(list)}}{{/if}}';
  const rendered = renderText(template);
  expect(rendered.diagnostics).toEqual([]);
  expect(rendered.text).toBe('select 1');
  expect(rendered.config.map((call) => call.values)).toEqual([
    {
      materialized: 'incremental',
      unique_key: ['a', 'b'],
      meta: { owner: 'ops', deep: { n: null } },
      lookback: 2,
      enabled: false,
    },
    { tags: [] },
  ]);
  const [first] = rendered.config;
  const written = Object.entries(first?.ranges ?? {}).map(([, { from, to }]) => template.slice(from, to));
  expect(written).toEqual([
    'materialized="incremental"',
    'unique_key=(list "a" "b")',
    'meta=(dict owner="ops" deep=(dict n=null))',
    'lookback=2',
    'enabled=false',
  ]);
});

test('a microbatch model has the ends of its batch', () => {
  const template = 'ts >= {{batch.start}} and ts < {{batch.end}} {{> m}}';
  const macros = { m: '{{batch.start}}{{@root.batch.end}}' };
  const rendered = renderText(template, { macros, options: { context: { batch: true } } });
  expect(rendered.diagnostics).toEqual([]);
  expect(readable(rendered.text)).toBe('ts >= ‹b0› and ts < ‹b1› ‹b0›‹b1›');
});

test('a generic test sees its arguments before everything else', () => {
  const context = { model: '(select 1)', column_name: 'id', values: ['a', "b'"], batch: 'x' };
  const template =
    'select {{column_name}} from {{model}} where {{column_name}} not in ({{#each values}}{{lit this}}{{#unless @last}}, {{/unless}}{{/each}}) {{batch}}';
  const rendered = renderText(template, { options: { kind: 'generic_test', context, hasThis: false, model: null } });
  expect(rendered.diagnostics).toEqual([]);
  expect(rendered.text).toBe("select id from (select 1) where id not in ('a', 'b''') x");
});
