import { expect, test } from 'vitest';
import { valueTemplate } from '../../src/template/value-template.ts';
import { scopeOf } from './scope.ts';

const scope = scopeOf({
  vars: { n: 3, list: ['a'], landing: 'landing' },
  env: { URL: 'postgres://x' },
  helpers: { up: (text) => text },
  macros: { m: 'x' },
});

function value(text: string, allowed: readonly string[] = ['env', 'var']): unknown {
  const result = valueTemplate(text, scope, allowed);
  expect(result.diagnostics).toEqual([]);
  return result.value;
}

test('text without braces is itself', () => {
  expect(value('plain')).toBe('plain');
  expect(value('')).toBe('');
});

test('a value that is one call keeps its type, in text it is text', () => {
  expect(value('{{var "n"}}')).toBe(3);
  expect(value('{{var "list"}}')).toEqual(['a']);
  expect(value('{{var "nope" default=true}}')).toBe(true);
  expect(value('{{var "landing"}}/*/x-{{var "n"}}.csv')).toBe('landing/*/x-3.csv');
  expect(value('{{env "URL"}}', ['env'])).toBe('postgres://x');
  expect(value('{{#if (var "n")}}a{{/if}}')).toBe('a');
});

test('what was asked for is listed', () => {
  const result = valueTemplate('{{var "n"}}{{env "URL"}}{{env "X" default=""}}', scope, ['env', 'var']);
  expect(result).toMatchObject({ value: '3postgres://x', vars: ['n'], env: ['URL', 'X'] });
});

const refused: readonly (readonly [text: string, problem: string])[] = [
  ['{{var "n"}}', 'M205 1:3 `var` cannot be used here'],
  ['a {{ref "x"}}', 'M205 1:5 `ref` cannot be used here'],
  ['{{lit (up "x")}}', 'M205 1:3 `lit` cannot be used here'],
  ['{{up "x"}}', 'M205 1:3 `up` cannot be used here'],
  ['{{> m}}', 'M205 1:5 macros cannot be used here'],
  ['{{this}}', 'M205 1:3 `this` means nothing here: no relation is being built'],
  ['{{target.name}}', 'M202 1:3 unknown name `target`'],
  ['{{is_incremental}}', 'M202 1:3 unknown name `is_incremental`'],
  ['{{evn "x"}}', 'M203 1:3 unknown helper `evn`'],
  ['{{env "NOPE"}}', 'M207 1:7 environment variable `NOPE` is not set'],
  ['{{env "X"', 'M201 1:1 braces that do not end'],
];

test.each(refused)('%s is refused', (text, problem) => {
  const { value: empty, diagnostics } = valueTemplate(text, scope, ['env']);
  const said = diagnostics.map(({ code, message, labels }) => {
    const start = labels[0]?.span.start;
    return `${code} ${start?.line}:${start?.column} ${message}`;
  });
  expect(said).toEqual([problem]);
  expect(String(empty).trim()).toBe(text.startsWith('a ') ? 'a' : '');
});
