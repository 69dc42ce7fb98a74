import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { positionAt } from '../../src/source/text.ts';
import { rangeOf, writtenAt } from '../../src/source/yaml.ts';
import { readYaml } from '../../src/source/yaml-read.ts';
import fc from '../support/property.ts';

const read = (text: string) => readYaml({ path: 'x.yml', text });

/** What the other parser, whose positions are used, makes of the same text. */
const oracle = (text: string): unknown => parse(text, { merge: true });

describe('values are those of YAML 1.2', () => {
  const scalars = [
    ...['010', '1.10', '1_000', '0o14', '0x1F', '0b11', '+1', '-0', '1e3', '.5', '1.', '.inf', '-.INF', '.nan'],
    ...['9007199254740991', '2025-12-01', '2025-12-01T10:00:00Z', '12:30:45', '1:30', 'yes', 'no', 'on', 'off', 'y'],
    ...[
      'true',
      'True',
      'TRUE',
      'tRue',
      'null',
      'Null',
      '~',
      '',
      'NULL',
      'nil',
      "'010'",
      '"1.10"',
      "'it''s'",
      '"\\u00e9\\n"',
    ],
    ...[
      'a b',
      'a#b',
      'a #b',
      '- x',
      '{a: 1, "b": [c]}',
      '[1, , 2]',
      '|\n  x\n  y\n',
      '>\n  x\n  y\n',
      '|-\n  x\n',
      'é',
      '=',
      '<<',
    ],
  ];
  for (const scalar of scalars) {
    it(JSON.stringify(scalar), () => {
      const text = `key: ${scalar}\n`;
      let wanted: unknown;
      try {
        wanted = oracle(text);
      } catch {
        wanted = 'an error';
      }
      const found = read(text);
      expect(found.problems.length > 0 ? 'an error' : found.value).toEqual(wanted);
    });
  }

  it('dates stay text and numbers in keys become text', () => {
    expect(read('a: 2025-12-01\n1: x\n010: y\n')).toEqual({
      value: { a: '2025-12-01', '1': 'x', '10': 'y' },
      problems: [],
    });
  });

  const wholeOrRounded: [string, boolean][] = [
    ['9007199254740992', true],
    ['9007199254740993', false],
    ['-9007199254740993', false],
    ['0x20000000000001', false],
    ['0x20000000000002', true],
    ['1000000000000000000000', false],
    ['1e21', true],
    ['0.30000000000000004', true],
    ['0.300000000000000041', false],
    ['3.14159265358979323846', false],
    ['2.50000000000000000000', true],
    ['1e-400', false],
    ["'9007199254740993'", true],
    ['!!int "9007199254740993"', false],
  ];
  it.each(wholeOrRounded)('%s keeps its digits: %s', (scalar, isWhole) => {
    const { problems } = read(`deep: [{key: ${scalar}}]\n`);
    expect(problems.map(({ code, range }) => [code, range.from])).toEqual(
      isWhole ? [] : [['M104', scalar.startsWith('!!int') ? 19 : 13]],
    );
  });

  it('every number that mart prints prints as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (whole) => {
        const { value, problems } = read(`key: ${whole}\n`);
        if (problems.length === 0) expect(String((value as { key: number }).key)).toBe(String(whole));
        else expect(Number.isSafeInteger(Number(whole))).toBe(false);
      }),
    );
  });

  it('merge keys and aliases', () => {
    const text = 'base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\ntwo: {<<: [*b, {z: 4}]}\nagain: *b\n';
    expect(read(text)).toEqual({ value: oracle(text), problems: [] });
  });

  it('an empty file, and one of comments, hold nothing', () => {
    for (const text of ['', '\n\n', '# nothing\n']) expect(read(text)).toEqual({ value: null, problems: [] });
  });

  it('a key called __proto__ is a key like any other', () => {
    const { value } = read('__proto__: {a: 1}\n');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });
});

const word = fc.stringMatching(/^[a-z_]{1,8}$/);
const leaf = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('010', '1.10', 'yes', '~', '2025-12-01', '- x', 'a: b', '#', '{{var "x"}}', 'line\nbreak\n', ' '),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(word, tie('node'), { maxKeys: 4 }),
  ),
})).node;
const styles = fc.record({
  collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
  defaultStringType: fc.constantFrom(
    'PLAIN' as const,
    'QUOTE_DOUBLE' as const,
    'QUOTE_SINGLE' as const,
    'BLOCK_LITERAL' as const,
  ),
  indent: fc.integer({ min: 1, max: 4 }),
});

describe('for any data in any style', () => {
  it('both parsers read the same values', () => {
    fc.assert(
      fc.property(tree, styles, (data, style) => {
        const text = stringify(data, style);
        expect(read(text)).toEqual({ value: oracle(text), problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('the place of every value holds that value', () => {
    fc.assert(
      fc.property(fc.dictionary(word, tree, { minKeys: 1 }), styles, (data, style) => {
        const text = stringify(data, { ...style, defaultStringType: 'QUOTE_DOUBLE', blockQuote: false });
        const value = read(text).value;
        for (const [path, leaf] of leaves(value)) {
          const written = writtenAt({ path: 'x.yml', text }, { file: 'x.yml', path });
          expect(oracle(written ?? ''), `${path.join('.')} of\n${text}`).toEqual(leaf);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function* leaves(value: unknown, path: (string | number)[] = []): Generator<[(string | number)[], unknown]> {
  if (value === null || typeof value !== 'object') yield [path, value];
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* leaves(item, [...path, index]);
  else for (const [key, item] of Object.entries(value)) yield* leaves(item, [...path, key]);
}

describe('places', () => {
  const text = [
    'models:',
    '  - name: orders',
    "    description: 'ünï 🐘'   # after an astral character",
    '    empty:',
    '    columns: [{name: id}, {name: "a\\"b"}]',
    '    sql: |',
    '',
    '      select 1',
    '      from x',
    '    base: &b {x: 1}',
    '    merged: {<<: *b, y: *b}',
    '',
  ].join('\n');
  const source = { path: 'm.yml', text };
  const cases: [(string | number)[], 'key' | 'value', string, [number, number]][] = [
    [['models'], 'key', 'models', [1, 1]],
    [['models'], 'value', 'models', [1, 1]],
    [['models', 0], 'value', 'name', [2, 5]],
    [['models', 0, 'name'], 'key', 'name', [2, 5]],
    [['models', 0, 'name'], 'value', 'orders', [2, 11]],
    [['models', 0, 'description'], 'value', "'ünï 🐘'", [3, 18]],
    [['models', 0, 'empty'], 'value', 'empty', [4, 5]],
    [['models', 0, 'columns'], 'value', '[{name: id}, {name: "a\\"b"}]', [5, 14]],
    [['models', 0, 'columns', 1], 'value', '{name: "a\\"b"}', [5, 27]],
    [['models', 0, 'columns', 1, 'name'], 'value', '"a\\"b"', [5, 34]],
    [['models', 0, 'sql'], 'value', 'select 1\n      from x', [8, 7]],
    [['models', 0, 'merged', 'x'], 'value', '1', [10, 18]],
    [['models', 0, 'merged', 'y', 'x'], 'value', '1', [10, 18]],
    [['models', 0, 'missing'], 'value', 'name', [2, 5]],
    [['models', 7, 'name'], 'value', 'models', [1, 1]],
    [['nothing', 'here'], 'value', 'models', [1, 1]],
    [[], 'value', 'models', [1, 1]],
  ];
  for (const [path, part, written, [line, column]] of cases) {
    it(`the ${part} at ${path.join('.') || 'the top'}`, () => {
      const range = rangeOf(source, { file: 'm.yml', path }, part);
      expect(text.slice(range.from, range.to)).toBe(written);
      expect(positionAt(text, range.from)).toEqual({ line, column });
    });
  }

  it('a text that is no YAML still has places', () => {
    const broken = { path: 'b.yml', text: 'a: [1, 2\nb: 3\n' };
    expect(rangeOf(broken, { file: 'b.yml', path: ['a'] }, 'key')).toEqual({ file: 'b.yml', from: 0, to: 1 });
    expect(rangeOf({ path: 'e.yml', text: '' }, { file: 'e.yml', path: ['a'] })).toEqual({
      file: 'e.yml',
      from: 0,
      to: 0,
    });
  });
});

it('any text at all is read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab:-[]{},&*!|>\'"%@`#?~ \t\n01<'), maxLength: 40 }), (text) => {
      const { value, problems } = read(text);
      if (problems.length === 0) expect(JSON.stringify(value)).toBeDefined();
      for (const { range } of problems) {
        expect(range.from).toBeGreaterThanOrEqual(0);
        expect(range.from).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 2000 },
  );
});
