import { describe, expect, test } from 'vitest';
import { parseCriterion, parseWords } from '../../src/plan/selector-grammar.ts';
import type { Criterion } from '../../src/plan/spec.ts';

const all = Number.POSITIVE_INFINITY;
const plain = { argument: [], childrensParents: false, parents: null, children: null };

describe('a criterion', () => {
  test.each<[string, Partial<Criterion>]>([
    ['a', { method: 'fqn', value: 'a' }],
    ['a.b.c', { method: 'fqn', value: 'a.b.c' }],
    ['*', { method: 'fqn', value: '*' }],
    ['stg_[ab]?', { method: 'fqn', value: 'stg_[ab]?' }],
    ['+a', { method: 'fqn', value: 'a', parents: all }],
    ['a+', { method: 'fqn', value: 'a', children: all }],
    ['+a+', { method: 'fqn', value: 'a', parents: all, children: all }],
    ['2+a+1', { method: 'fqn', value: 'a', parents: 2, children: 1 }],
    ['0+a', { method: 'fqn', value: 'a', parents: 0 }],
    ['12+a', { method: 'fqn', value: 'a', parents: 12 }],
    ['+1', { method: 'fqn', value: '1', parents: all }],
    ['@a', { method: 'fqn', value: 'a', childrensParents: true }],
    ['@+a', { method: 'fqn', value: 'a', childrensParents: true, parents: all }],
    ['models/a', { method: 'path', value: 'models/a' }],
    ['1+models/a/b.sql+', { method: 'path', value: 'models/a/b.sql', parents: 1, children: all }],
    ['a.sql', { method: 'file', value: 'a.sql' }],
    ['a.CSV', { method: 'file', value: 'a.CSV' }],
    ['schema.yml', { method: 'file', value: 'schema.yml' }],
    ['typed.ts', { method: 'file', value: 'typed.ts' }],
    ['tag:nightly', { method: 'tag', value: 'nightly' }],
    ['tag:a:b', { method: 'tag', value: 'a:b' }],
    ['+tag:c++', { method: 'tag', value: 'c+', parents: all, children: all }],
    ['2+source:raw.orders+1', { method: 'source', value: 'raw.orders', parents: 2, children: 1 }],
    ['config.meta.owner:amy', { method: 'config', argument: ['meta', 'owner'], value: 'amy' }],
    ['config.materialized:view+', { method: 'config', argument: ['materialized'], value: 'view', children: all }],
    ['@selector:nightly', { method: 'selector', value: 'nightly', childrensParents: true }],
    ['state:modified', { method: 'state', value: 'modified' }],
    ['fqn:a/b', { method: 'fqn', value: 'a/b' }],
  ])('%s', (text, expected) => {
    expect(parseCriterion(text, 'cautious')).toEqual({
      ok: true,
      value: { kind: 'criterion', text, ...plain, indirect: 'cautious', ...expected },
    });
  });

  test.each([
    ['', 'a name is missing', 0, 0],
    ['+', '`+` names nothing', 0, 1],
    ['1+', '`1+` names nothing', 0, 2],
    ['@', '`@` names nothing', 0, 1],
    ['tag:', '`tag:` names nothing', 0, 4],
    ['+tag:+', '`+tag:+` names nothing', 0, 6],
    ['@a+', '`@` before and `+` behind a name do not go together', 0, 3],
    ['@a+1', '`@` before and `+` behind a name do not go together', 0, 4],
    ['a++', '`+` cannot stand there in `a++`', 1, 2],
    ['++a', '`+` cannot stand there in `++a`', 1, 2],
    ['a+1+', '`+` cannot stand there in `a+1+`', 1, 2],
    ['+@a', '`@` cannot stand there in `+@a`', 1, 2],
    ['tagg:a', '`tagg` is not a selection method', 0, 4],
    ['1+tagg:a', '`tagg` is not a selection method', 2, 6],
    ['my-tag:a', '`my-tag` is not a selection method', 0, 7],
    [':a', 'a method is missing before `:`', 0, 1],
    ['config:view', '`config` needs the key to look at', 0, 6],
    ['config.:view', '`config` needs the key to look at', 0, 7],
    ['tag.x:view', '`tag` takes nothing behind a dot', 0, 5],
    ['metric:x', '`metric` is not a selection method', 0, 6],
  ])('%s cannot be read', (text, message, from, to) => {
    expect(parseCriterion(text, 'eager')).toMatchObject({ ok: false, problems: [{ message, from, to }] });
  });

  test('a misspelt method is told the right one', () => {
    expect(parseCriterion('tagg:a', 'eager')).toMatchObject({ problems: [{ help: 'did you mean `tag`?' }] });
  });
});

describe('words', () => {
  test('are a union of intersections', () => {
    const parsed = parseWords('  a,+tag:b \t c ', 'eager');
    expect(parsed).toMatchObject({
      ok: true,
      value: [
        { kind: 'intersection', expected: 'a,+tag:b', parts: [{ value: 'a' }, { method: 'tag', value: 'b' }] },
        { kind: 'intersection', expected: 'c', parts: [{ value: 'c' }] },
      ],
    });
  });

  test.each([
    ['a,', 1, 2],
    [',a', 0, 1],
    ['x a,,b', 3, 4],
    ['x ,y', 2, 3],
  ])('a comma of %s has nothing beside it', (text, from, to) => {
    expect(parseWords(text, 'eager')).toMatchObject({
      ok: false,
      problems: [{ message: `a name is missing beside the comma in \`${text.split(' ').at(-1)}\``, from, to }],
    });
  });

  test.each(['', '   '])('"%s" is no selection', (text) => {
    expect(parseWords(text, 'eager')).toMatchObject({ ok: false, problems: [{ message: 'the selection is empty' }] });
  });

  test('every mistake is told, at its place', () => {
    expect(parseWords('a 1+ b,@c+', 'eager')).toMatchObject({
      problems: [
        { from: 2, to: 4 },
        { from: 7, to: 10 },
      ],
    });
  });
});
