import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/nodes/manifest.ts';
import type { Node } from '../../src/nodes/node.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan, PlanOptions, Verb } from '../../src/plan/plan.ts';
import { dataTest, exposure, generator, manifestOf, model, seed, source, unitTest } from './project.ts';

const options: PlanOptions = {
  fullRefresh: true,
  force: false,
  adopt: false,
  atomic: false,
  failFast: false,
  storeFailures: false,
  window: { kind: 'all' },
  interval: null,
  retry: false,
};
const m = (name: string): string => `model.shop.${name}`;
const ephemeral = { config: { materialized: 'ephemeral' as const } };

/** `chosen` are names; without it everything is selected. */
function planOf(nodes: readonly Node[], verb: Verb, chosen?: string): Plan {
  const manifest: Manifest = manifestOf(nodes);
  const names = chosen?.split(' ');
  const ids = nodes.filter((node) => names === undefined || names.includes(node.name)).map((node) => node.id);
  return makePlan(manifest, new Set(ids), verb, options);
}

/** One line a step: its short name, then audits in brackets, needs after `<`, what it waits for after `~`. */
function lines(plan: Plan): string[] {
  const short = (id: string): string => id.split('.').at(-1) ?? '';
  const list = (sign: string, ids: readonly string[]): string =>
    ids.length === 0 ? '' : ` ${sign} ${[...ids].map(short).sort().join(' ')}`;
  return plan.steps.map(
    ({ id, audits, needs, after }) => `${short(id)}${list('!', audits)}${list('<', needs)}${list('~', after)}`,
  );
}

describe('verbs', () => {
  const nodes = [
    generator('plant'),
    source('raw', 'orders', { generator: 'generator.shop.plant' }),
    seed('countries'),
    model('staged', { parents: ['source.shop.raw.orders'] }),
    model('final', { parents: [m('staged'), 'seed.shop.countries'] }),
    dataTest('final_unique', [m('final')]),
    unitTest('counts', m('final')),
    exposure('board', [m('final')]),
  ];
  test.each<[Verb, string[]]>([
    ['build', ['plant', 'countries', 'counts', 'staged < plant', 'final ! final_unique < countries counts staged']],
    ['run', ['staged', 'final < staged']],
    ['seed', ['countries']],
    ['test', ['final_unique', 'counts']],
  ])('%s', (verb, expected) => {
    expect(lines(planOf(nodes, verb))).toEqual(expected);
  });

  test('say what each step does', () => {
    expect(planOf(nodes, 'build').steps.map((step) => step.action)).toEqual([
      'generate',
      'seed',
      'unit_test',
      'model',
      'model',
    ]);
    expect(planOf(nodes, 'test').steps.map((step) => step.action)).toEqual(['test', 'unit_test']);
  });

  test('carry their options', () => {
    expect(planOf(nodes, 'run')).toMatchObject({ verb: 'run', options });
  });

  test('know how many steps hang on each', () => {
    const heights = planOf(nodes, 'build').steps.map((step) => step.height);
    expect(heights).toEqual([3, 2, 2, 2, 1]);
  });
});

describe('what is not selected', () => {
  const chain = [
    model('a'),
    model('b', { parents: [m('a')] }),
    model('c', { parents: [m('b')] }),
    model('d', { parents: [m('c'), m('a')] }),
  ];

  test.each<[string, string[]]>([
    ['a c', ['a', 'c < a']],
    ['a d', ['a', 'd < a']],
    ['a b d', ['a', 'b < a', 'd < a b']],
    ['d', ['d']],
  ])('%s: edges lead through', (chosen, expected) => {
    expect(lines(planOf(chain, 'run', chosen))).toEqual(expected);
    expect(lines(planOf(chain, 'build', chosen))).toEqual(expected);
  });

  test('a test that is not selected is no audit', () => {
    expect(lines(planOf([...chain, dataTest('t', [m('a')])], 'build', 'a'))).toEqual(['a']);
  });
});

describe('tests of several nodes audit the last one that is built', () => {
  const pair = [model('a'), model('b', { parents: [m('a')] }), model('c'), model('d', { parents: [m('b'), m('c')] })];

  test.each<[string, Node, string | undefined, string[]]>([
    ['below the other', dataTest('t', [m('a'), m('b')]), undefined, ['a', 'c', 'b ! t < a', 'd < b c']],
    ['beside the other', dataTest('t', [m('c'), m('b')]), undefined, ['a', 'c', 'b ! t < a ~ c', 'd < b c']],
    [
      'by name when nothing else decides',
      dataTest('t', [m('c'), m('a')]),
      undefined,
      ['a', 'c ! t ~ a', 'b < a', 'd < b c'],
    ],
    ['the only one built', dataTest('t', [m('a'), m('b')]), 'a d t', ['a ! t', 'd < a']],
    ['the only one built, the other above', dataTest('t', [m('a'), m('b')]), 'b d t', ['b ! t', 'd < b']],
    ['a seed', dataTest('t', ['seed.shop.s', m('b')]), 's t', ['s ! t']],
  ])('%s', (_, one, chosen, expected) => {
    const seeds = one.dependsOn.includes('seed.shop.s') ? [seed('s')] : [];
    expect(lines(planOf([...pair, ...seeds, one], 'build', chosen))).toEqual(expected);
  });

  test('it waits for what an unselected other reads', () => {
    const nodes = [
      model('a'),
      model('view', { parents: [m('a')] }),
      model('x'),
      model('z', { parents: [m('x')] }),
      dataTest('t', [m('z'), m('view')]),
    ];
    expect(lines(planOf(nodes, 'build', 'a x z t'))).toEqual(['a', 'x', 'z ! t < x ~ a']);
  });
});

describe('tests of what is not built', () => {
  const nodes = [
    source('raw', 'orders'),
    model('a', { parents: ['source.shop.raw.orders'] }),
    model('b', { parents: [m('a')] }),
    model('c', { parents: [m('b')] }),
    dataTest('t', ['source.shop.raw.orders'], { generic: 'unique' }),
    dataTest('u', [m('b')], { generic: 'unique' }),
  ];

  test('stand before the children of a source', () => {
    expect(lines(planOf(nodes, 'build', 'a b c t'))).toEqual(['t', 'a < t', 'b < a', 'c < b']);
  });

  test('also when those are not selected', () => {
    expect(lines(planOf(nodes, 'build', 'c t'))).toEqual(['t', 'c < t']);
  });

  test('stand between what is built above and below', () => {
    expect(lines(planOf(nodes, 'build', 'a c u t'))).toEqual(['t', 'a < t', 'u < a', 'c < u']);
  });

  test('stand before each other', () => {
    expect(lines(planOf(nodes, 'build', 'u t'))).toEqual(['t', 'u < t']);
  });

  test('with several parents stand before what has all of them above', () => {
    const wide = [
      source('raw', 'left'),
      source('raw', 'right'),
      model('l', { parents: ['source.shop.raw.left'] }),
      model('r', { parents: ['source.shop.raw.right'] }),
      model('both', { parents: [m('l'), m('r')] }),
      model('last', { parents: [m('both')] }),
      dataTest('t', ['source.shop.raw.left', 'source.shop.raw.right']),
    ];
    expect(lines(planOf(wide, 'build'))).toEqual(['l', 'r', 't', 'both < l r t', 'last < both']);
    expect(lines(planOf(wide, 'build', 'l last t'))).toEqual(['l', 't', 'last < l t']);
  });

  test('without parents stand alone', () => {
    expect(lines(planOf([model('a'), dataTest('t', [])], 'build'))).toEqual(['a', 't']);
  });
});

describe('ephemeral models', () => {
  const nodes = [
    model('a'),
    model('e', { parents: [m('a')], ...ephemeral }),
    model('f', { parents: [m('e')], ...ephemeral }),
    model('z', { parents: [m('f')] }),
  ];

  test('are no steps, edges lead through them', () => {
    expect(lines(planOf(nodes, 'build'))).toEqual(['a', 'z < a']);
    expect(lines(planOf(nodes, 'run', 'a e z'))).toEqual(['a', 'z < a']);
  });

  test('their tests run after what they read and before what reads them', () => {
    const tested = [...nodes, dataTest('t', [m('e')]), dataTest('u', [m('f')])];
    expect(lines(planOf(tested, 'build'))).toEqual(['a', 't < a', 'u < t', 'z < u']);
  });

  test('stand for what they read in a test of something built', () => {
    const b = model('b');
    expect(lines(planOf([...nodes, b, dataTest('t', [m('b'), m('e')])], 'build'))).toEqual(['a', 'b ! t ~ a', 'z < a']);
    const c = model('0');
    expect(lines(planOf([...nodes, c, dataTest('t', [m('0'), m('e')])], 'build'))).toEqual(['0', 'a ! t ~ 0', 'z < a']);
  });

  test('their unit tests stand before what reads them', () => {
    const tested = [...nodes, unitTest('u', m('e')), dataTest('t', [m('e')])];
    expect(lines(planOf(tested, 'build'))).toEqual(['a', 'u', 't < a u', 'z < t']);
    expect(lines(planOf(tested, 'build', 'a z u'))).toEqual(['a', 'u', 'z < a']);
  });
});

describe('unit tests', () => {
  const nodes = [model('a'), model('b', { parents: [m('a')] }), unitTest('u', m('b')), unitTest('v', m('b'))];

  test('stand before their model and wait for nothing', () => {
    expect(lines(planOf(nodes, 'build'))).toEqual(['a', 'u', 'v', 'b < a u v']);
  });

  test('hold nobody up when their model is not selected', () => {
    expect(lines(planOf([...nodes, model('c', { parents: [m('b')] })], 'build', 'a c u'))).toEqual(['a', 'u', 'c < a']);
  });
});

describe('generators', () => {
  const from = { generator: 'generator.shop.plant' };
  const nodes = [
    generator('plant'),
    generator('idle'),
    source('raw', 'orders', from),
    source('raw', 'other', { generator: 'generator.shop.idle' }),
    model('e', { parents: ['source.shop.raw.orders'], ...ephemeral }),
    model('a', { parents: [m('e')] }),
    model('b', { parents: [m('a')] }),
    dataTest('t', ['source.shop.raw.orders']),
  ];

  test.each<[string, string[]]>([
    ['a', ['plant', 'a < plant']],
    ['b', ['b']],
    ['orders', ['plant']],
    ['plant', ['plant']],
    ['t', ['plant', 't < plant']],
    ['a b t', ['plant', 't < plant', 'a < t', 'b < a']],
  ])('%s', (chosen, expected) => {
    expect(lines(planOf(nodes, 'build', chosen))).toEqual(expected);
  });

  test('run in no other verb', () => {
    expect(lines(planOf(nodes, 'run'))).toEqual(['a', 'b < a']);
    expect(lines(planOf(nodes, 'test'))).toEqual(['t']);
  });
});

describe('size', () => {
  test('a chain of ten thousand models with a test each', () => {
    const name = (at: number): string => `m${String(at).padStart(5, '0')}`;
    const nodes = Array.from({ length: 10_000 }, (_, at) => [
      model(name(at), { parents: at === 0 ? [] : [m(name(at - 1))] }),
      dataTest(`t${at}`, [m(name(at))]),
    ]).flat();
    const built = planOf(nodes, 'build').steps;
    expect(built).toHaveLength(10_000);
    expect(built[0]).toMatchObject({ audits: ['test.shop.t0'], height: 10_000 });
    const manifest = manifestOf(nodes);
    const tests = new Set(nodes.filter((node) => node.resource === 'test').map((node) => node.id));
    const alone = makePlan(manifest, tests, 'build', options).steps;
    expect(alone.every((step) => step.needs.length <= 1)).toBe(true);
    expect(alone[0]?.height).toBe(10_000);
  });
});
