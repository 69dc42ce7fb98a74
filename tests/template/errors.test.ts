import { expect, test } from 'vitest';
import { type Given, problemsOf, renderText } from './scope.ts';

const given: Given = {
  vars: { first_day: '2025-12-01', list: [1], empty: null, mark: 'a\uE000b', nul: 'a\0b', deep: [{ key: ['x\0'] }] },
  macros: {
    cents: 'round({{col}} / 100.0,\n  {{digits}})',
    outer: '{{> cents col=c}}',
    loop: 'a {{> loop}}',
    ping: '{{> pong}}',
    pong: '{{#if true}}\n{{> ping}}{{> ping}}{{/if}}',
    broken: 'select\n  {{#if x}}',
    conf: '{{config materialized="table"}}',
  },
  helpers: {
    up: (text) => String(text).toUpperCase(),
    boom: () => {
      throw new TypeError('no such day');
    },
    later: async () => 'x',
    nothing: () => undefined,
  },
};

const M = 'models/m.sql';

const cases: readonly (readonly [template: string, ...problems: string[]])[] = [
  // M201 text that is no template
  ['{{#if x}}\na', `M201 ${M}:1:1-6 \`{{#if}}\` is never closed`],
  ['{{#if a}}{{#each b}}{{/each}}', `M201 ${M}:1:1-6 \`{{#if}}\` is never closed`],
  ['a\n{{/if}}', `M201 ${M}:2:1-4 nothing is open here that could be closed`],
  ['{{#if a}}\n{{/each}}', `M201 ${M}:2:4-8 \`{{/each}}\` closes \`if\``],
  ['{{else}}', `M201 ${M}:1:1-9 \`{{else}}\` stands outside a block`],
  ['a {{ref "x}}', `M201 ${M}:1:9-10 text in quotes that does not end`],
  ['a {{ref "x" b', `M201 ${M}:1:3-5 braces that do not end`],
  ['{{ref "x"}', `M201 ${M}:1:10-11 one brace where two are needed`],
  ['{\'a\': {{var "n"}}}', `M201 ${M}:1:16-19 \`}}}\` closes what \`{{\` opened`],
  ['é {{!-- x', `M201 ${M}:1:3-8 a comment that does not end`],
  ['𝒳 {{{{raw}}}} x', `M201 ${M}:1:14-15 a raw block that does not end`],
  ['{{}}', `M201 ${M}:1:3-5 the braces are closed too early`],
  ['{{ref (list 1}}', `M201 ${M}:1:14-16 the braces are closed too early`],
  ['{{ref "a", "b"}}', `M201 ${M}:1:10-11 arguments are separated by spaces, not commas`],
  ['{{lit {{var "x"}}}}', `M201 ${M}:1:7-9 braces inside braces`],
  ['{{a.this}}', `M201 ${M}:1:3-9 \`a.this\` is not a path`],
  ['{{ref ; }}', `M201 ${M}:1:7-8 \`;\` cannot stand here`],
  ['a {{ref "x"\nfrom {{ref "y"}}', `M201 ${M}:1:3-5 braces that do not end`],
  ['{{ref "x"\nwhere a = 1;', `M201 ${M}:1:1-3 braces that do not end`],
  ['a\n\uE000', `M201 ${M}:2:1-2 the character U+E000 cannot stand in a template`],
  [
    "x\n{{ ref('a') }} {{ source('a', 'b') }}\n{% if x %}",
    `M201 ${M}:2:4-12 this is Jinja, not Handlebars`,
    `M201 ${M}:2:19-35 this is Jinja, not Handlebars`,
    `M201 ${M}:3:1-11 this is Jinja, not Handlebars`,
  ],
  [
    '{% set x = 1 %} {# note #}',
    `M201 ${M}:1:1-16 this is Jinja, not Handlebars`,
    `M201 ${M}:1:17-27 this is Jinja, not Handlebars`,
  ],
  // M202 names
  ['a\n  {{frist}}', `M202 ${M}:2:5-10 unknown name \`frist\``],
  ['{{#if missing}}a{{/if}}', `M202 ${M}:1:7-14 unknown name \`missing\``],
  [
    '{{up missing}}{{up (up gone)}}{{lit x=away}}',
    `M202 ${M}:1:8-15 unknown name \`missing\``.replace('8-15', '6-13'),
    `M202 ${M}:1:24-28 unknown name \`gone\``,
    `M205 ${M}:1:33-36 \`lit\` needs 1 argument`,
  ],
  ['{{> cents col=nope digits=2}}', `M202 ${M}:1:15-19 unknown name \`nope\``],
  ['{{target.nme}}', `M202 ${M}:1:3-13 \`target\` has no \`nme\``],
  ['{{target.name.x}}', `M202 ${M}:1:3-16 \`target.name\` is text and has no \`x\``],
  ['{{@index}}', `M202 ${M}:1:3-9 \`@index\` means something only inside \`#each\``],
  ['{{@idx}}', `M202 ${M}:1:3-7 unknown name \`@idx\``],
  ['{{../a}}', `M202 ${M}:1:3-7 \`../a\` leads out of the template`],
  ['{{#each (list 1)}}{{b}}{{/each}}', `M202 ${M}:1:21-22 unknown name \`b\``],
  [
    '{{#each (list (dict a=1))}}{{constructor}}{{this.toString}}{{/each}}',
    `M202 ${M}:1:30-41 unknown name \`constructor\``,
    `M202 ${M}:1:45-58 unknown name \`toString\``,
  ],
  // M203 helpers
  ['{{reff "a"}}', `M203 ${M}:1:3-7 unknown helper \`reff\``],
  ['{{lit (strftime "a")}}', `M203 ${M}:1:8-16 unknown helper \`strftime\``],
  ['{{dbt_utils.star "a"}}', `M203 ${M}:1:3-17 unknown helper \`dbt_utils.star\``],
  ['{{#fore (list 1)}}a{{/fore}}', `M203 ${M}:1:4-8 unknown block \`fore\``],
  ['{{* deco}}', `M203 ${M}:1:5-9 unknown decorator \`deco\``],
  // M204 macros
  ['a {{> cent col=1}}', `M204 ${M}:1:7-11 unknown macro \`cent\``],
  ['{{> @partial-block}}', `M204 ${M}:1:5-19 no block was passed to this macro`],
  // M205 wrong use
  ['{{ref}}', `M205 ${M}:1:3-6 \`ref\` needs 1 or 2 arguments`],
  ['{{ref 1}}', `M205 ${M}:1:7-8 \`ref\` takes names as text, not a number`],
  ['{{ref ""}}', `M205 ${M}:1:7-9 \`ref\` needs a name, not empty text`],
  ['{{ref "a" "b" "c"}}', `M205 ${M}:1:15-18 \`ref\` takes 1 or 2 arguments, not 3`],
  ['{{ref "a" vers=2}}', `M205 ${M}:1:11-17 \`ref\` has no argument \`vers\``],
  ['{{ref "a" v=(list)}}', `M205 ${M}:1:11-19 a version is a number or text, not a list`],
  ['{{source "a"}}', `M205 ${M}:1:3-9 \`source\` needs 2 arguments`],
  ['{{source "a" 1}}', `M205 ${M}:1:14-15 \`source\` takes names as text, not a number`],
  ['{{config}}', `M205 ${M}:1:3-9 \`config\` without a key`],
  ['{{config "table"}}', `M205 ${M}:1:10-17 \`config\` takes named arguments only`],
  [
    '{{config a=(var "first_day") b=(list this) c=x}}',
    `M205 ${M}:1:12-29 a value in \`config\` that is not literal`,
    `M205 ${M}:1:38-42 a value in \`config\` that is not literal`,
    `M205 ${M}:1:46-47 a value in \`config\` that is not literal`,
  ],
  ['{{config a=1 b=2 a=3}}', `M205 ${M}:1:18-21 \`a\` is given twice`],
  ['{{lit 1 2}}', `M205 ${M}:1:9-10 \`lit\` takes 1 argument, not 2`],
  [
    '{{id 1}}{{id ""}}',
    `M205 ${M}:1:6-7 \`id\` takes a name as text, not a number`,
    `M205 ${M}:1:14-16 \`id\` needs a name, not empty text`,
  ],
  [
    '{{var 1}}{{env (list)}}',
    `M205 ${M}:1:7-8 \`var\` takes a name as text, not a number`,
    `M205 ${M}:1:16-22 \`env\` takes a name as text, not a list`,
  ],
  ['{{var "mark"}}', `M205 ${M}:1:7-13 the variable \`mark\` holds the character U+E000, which cannot stand in SQL`],
  [
    '{{lit (var "nul")}}',
    `M205 ${M}:1:12-17 the variable \`nul\` holds the character U+0000, which cannot stand in SQL`,
  ],
  [
    '{{#each (var "deep")}}{{this.key.[0]}}{{/each}}',
    `M205 ${M}:1:14-20 the variable \`deep\` holds the character U+0000, which cannot stand in SQL`,
  ],
  ['{{lt 1 "a"}}', `M205 ${M}:1:8-11 \`lt\` compares two numbers or two texts, not a number and text`],
  ['{{gt null 1}}', `M205 ${M}:1:6-10 \`gt\` compares two numbers or two texts, not null and a number`],
  ['{{#if (eq this "x")}}{{/if}}', `M205 ${M}:1:11-15 \`eq\` cannot compare what is known only when the SQL runs`],
  ['{{lookup "abc" 1}}', `M205 ${M}:1:10-15 \`lookup\` needs a list or a dict, not text`],
  ['{{var "list"}}', `M205 ${M}:1:3-13 \`var "list"\` is a list, which has no text`],
  ['{{target}}', `M205 ${M}:1:3-9 \`target\` is a dict, which has no text`],
  [
    '{{var "empty"}}{{nothing}}',
    `M205 ${M}:1:3-14 \`var "empty"\` is null, which has no text`,
    `M205 ${M}:1:18-25 \`nothing\` is undefined, which has no text`,
  ],
  ['{{#each "abc"}}{{/each}}', `M205 ${M}:1:9-14 \`#each\` needs a list or a dict, not text`],
  ['{{#if}}{{/if}}', `M205 ${M}:1:4-6 \`#if\` takes one argument`],
  ['{{#if eq 1 2}}{{/if}}', `M205 ${M}:1:10-11 \`#if\` takes one argument`],
  ['{{#if 1 as |x|}}{{/if}}', `M205 ${M}:1:4-6 \`#if\` has no block parameters`],
  ['{{#up "a"}}{{/up}}', `M205 ${M}:1:4-6 \`up\` does not open a block`],
  ['{{if 1}}{{each (list)}}', `M205 ${M}:1:3-5 \`if\` opens a block`, `M205 ${M}:1:11-15 \`each\` opens a block`],
  ['{{log "x"}}', `M205 ${M}:1:3-6 \`log\` is not available: a template is text and nothing else`],
  ['{{target "x"}}', `M205 ${M}:1:3-9 \`target\` is a value, not a helper: it takes no arguments`],
  ['{{lit var}}', `M205 ${M}:1:7-10 \`var\` is a helper: as an argument it is called in parentheses`],
  ['{{this.schema}}', `M205 ${M}:1:3-14 \`this.schema\`: the relation has no parts here`],
  ['{{batch.start}}', `M205 ${M}:1:3-14 \`batch\` means something only in microbatch models`],
  ['{{> cents 1 2}}', `M205 ${M}:1:13-14 a macro takes one context; everything else is named`],
  ['{{> (list)}}', `M205 ${M}:1:5-11 a macro is named by text, not by a list`],
  ['{{#*inline}}{{/inline}}', `M205 ${M}:1:5-11 an inline partial is \`{{#*inline "name"}}…{{/inline}}\``],
  // M206, M207, M208
  ['a {{var "firstday"}}', `M206 ${M}:1:9-19 variable \`firstday\` is not defined`],
  ['{{#if (var "x")}}{{/if}}', `M206 ${M}:1:12-15 variable \`x\` is not defined`],
  ['{{var "toString"}}', `M206 ${M}:1:7-17 variable \`toString\` is not defined`],
  ['{{env "NOPE"}}', `M207 ${M}:1:7-13 environment variable \`NOPE\` is not set`],
  ['a {{boom 1}}', `M208 ${M}:1:5-9 the helper \`boom\` failed: no such day`],
  ['{{later}}', `M208 ${M}:1:3-8 the helper \`later\` gives a promise`],
  // M209
  ['{{> loop}}', 'M209 macros/loop.sql:1:7-11 `loop` calls itself: loop → loop'],
  ['{{> ping}}', 'M209 macros/pong.sql:2:5-9 `ping` calls itself: ping → pong → ping'],
  ['{{#*inline "x"}}{{> x}}{{/inline}}{{> x}}', `M209 ${M}:1:21-22 \`x\` calls itself: x → x`],
  // in macros
  ['{{> cents col="a"}}', 'M202 macros/cents.sql:2:5-11 the macro `cents` is called without `digits`'],
  ['{{> broken}}{{> broken}}', 'M201 macros/broken.sql:2:3-8 `{{#if}}` is never closed'],
  // columns are characters
  ["'𝒳é' {{nope}}", `M202 ${M}:1:8-12 unknown name \`nope\``],
  ['a\r\nb\rc {{nope}}', `M202 ${M}:3:5-9 unknown name \`nope\``],
  // everything that is wrong is said, once
  [
    '{{a1}} {{> none}} {{var "v1"}}\n{{#each (list 1 2)}}{{in_each}}{{/each}}',
    `M202 ${M}:1:3-5 unknown name \`a1\``,
    `M204 ${M}:1:12-16 unknown macro \`none\``,
    `M206 ${M}:1:25-29 variable \`v1\` is not defined`,
    `M202 ${M}:2:23-30 unknown name \`in_each\``,
  ],
];

test.each(cases)('%s', (template, ...problems) => {
  expect(problemsOf(template, given)).toEqual(problems);
});

test('the calls that led into a macro are named', () => {
  const [problem] = renderText('a\n  {{> outer c="x"}}', given).diagnostics;
  expect(problem?.notes).toEqual([
    'macro `cents` called from macros/outer.sql:1:5',
    'macro `outer` called from models/m.sql:2:7',
  ]);
  expect(problem?.help).toBe('pass it: `{{> cents digits=…}}`');
});

test('a misspelt argument is found', () => {
  const [problem] = renderText('{{> cents col="a" digit=2}}', given).diagnostics;
  expect(problem?.help).toBe('did you mean `digit`?');
});

const helps: readonly (readonly [template: string, help: string | null])[] = [
  ["{{ ref('a') }}", 'in mart write `{{ref "a"}}`'],
  ["{{ ref('shop', 'a') }}", 'in mart write `{{ref "shop" "a"}}`'],
  ["{{ var('x', 3) }}", 'in mart write `{{var "x" default=3}}`'],
  ["{{ env_var('X', 'y') }}", 'in mart write `{{env "X" default="y"}}`'],
  ["{{ config(materialized='table', enabled=True) }}", 'in mart write `{{config materialized="table" enabled=true}}`'],
  ['{{ dbt_utils.star(ref("x")) }}', 'calls have no parentheses here: write `{{dbt_utils.star …}}`'],
  ['{{ is_incremental() }}', 'in mart `is_incremental` is a value: write `{{#if is_incremental}}…{{/if}}`'],
  ['{% for x in y %}', 'write `{{#each (list "a" "b")}}…{{this}}…{{/each}}`'],
  ['{# a #}', 'a comment is `{{!-- … --}}`'],
  ['{{env_var "X"}}', 'write `{{env "NAME"}}`'],
  ['{{- this }}', 'Handlebars trims whitespace with `~`: `{{~ name ~}}`'],
  ['{{loop.index}}', 'inside `{{#each}}` write `{{@index}}`, `{{@first}}`, `{{@last}}`'],
  ['{{reff "a"}}', 'did you mean `ref`?'],
  ['{{ups "a"}}', 'did you mean `up`?'],
  ['{{> cent}}', 'did you mean `cents`?'],
  ['{{> nowhere}}', 'write it as `macros/nowhere.sql`'],
  ['{{target.nme}}', 'did you mean `name`?'],
  ['{{is_incremetal}}', 'did you mean `is_incremental`?'],
  ['{{var "list"}}', 'write `{{lit (var "list")}}` for an SQL literal'],
  ['{{target}}', 'write `{{lit target}}` for an SQL literal'],
  [
    '{{#with (dict a=1)}}{{#each (list 1)}}{{a}}{{/each}}{{/with}}',
    'write `../a`: inside `#each`, `#with` and macros the names outside are one level up',
  ],
  ['{{#if eq 1 2}}{{/if}}', 'a call goes in parentheses: `{{#if (eq a b)}}`'],
];

test.each(helps)('help for %s', (template, help) => {
  expect(renderText(template, given).diagnostics[0]?.help).toBe(help);
});

test('what a kind of text cannot use is refused', () => {
  const problems = (template: string, options: Given['options']) =>
    problemsOf(template, { ...given, ...(options && { options }) });
  expect(problems('{{config severity="warn"}}', { kind: 'generic_test' })).toEqual([]);
  expect(problems('{{config a=1}}', { kind: 'hook' })).toEqual([
    `M205 ${M}:1:3-9 \`config\` can only stand in a model or in a test of its own file`,
  ]);
  expect(problems('{{> conf}}', { kind: 'hook' })).toEqual([
    'M205 macros/conf.sql:1:3-9 `config` can only stand in a model or in a test of its own file',
  ]);
  expect(problems('{{config severity="warn"}}', { kind: 'singular_test' })).toEqual([]);
  expect(problems('{{this}}{{@root.this}}', { kind: 'singular_test', hasThis: false })).toEqual([
    `M205 ${M}:1:3-7 \`this\` means nothing here: no relation is being built`,
    `M205 ${M}:1:11-21 \`this\` means nothing here: no relation is being built`,
  ]);
  expect(problems('{{model.name}}', { kind: 'hook', model: null })).toEqual([
    `M205 ${M}:1:3-13 \`model\` means nothing here: there is no model`,
  ]);
});

test('a template that is nested without measure is refused, not a crash', () => {
  const deep = `{{lit ${'(up '.repeat(5000)}"a"${')'.repeat(5000)}}}`;
  expect(problemsOf(deep, given)).toEqual([`M201 ${M}:1:807-808 the template is nested too deeply`]);
  const blocks = `${'{{#if 1}}'.repeat(5000)}${'{{/if}}'.repeat(5000)}`;
  expect(problemsOf(blocks, given)).toEqual([`M201 ${M}:1:1801-1804 the template is nested too deeply`]);
  const chain = `{{#if 0}}${'{{else if 0}}'.repeat(5000)}{{/if}}`;
  expect(problemsOf(chain, given)).toEqual([`M201 ${M}:1:2597-2603 the template is nested too deeply`]);
  const many = '{{#if 0}}a{{else if 1}}b{{/if}}{{lit (up "a")}}'.repeat(500);
  expect(problemsOf(many, given)).toEqual([]);
});
