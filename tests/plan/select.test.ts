import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/nodes/manifest.ts';
import { displayName, type NodeId } from '../../src/nodes/node.ts';
import { type SelectionRequest, select } from '../../src/plan/select.ts';
import { dataTest, exposure, manifestOf, model, named, seed, source, unitTest } from './project.ts';

const m = (name: string): string => `model.shop.${name}`;

/** raw.orders → base → users → rollup → deep, users → emails; countries → names; lonely. */
const nodes = [
  source('raw', 'orders'),
  seed('countries'),
  model('base', { parents: ['source.shop.raw.orders'], tags: ['core'], config: { materialized: 'ephemeral' } }),
  model('users', { parents: [m('base')], tags: ['bi', 'core'] }),
  model('emails', { parents: [m('users')] }),
  model('rollup', { parents: [m('users')], tags: ['bi'] }),
  model('deep', { parents: [m('rollup')] }),
  model('names', { parents: ['seed.shop.countries'] }),
  model('lonely'),
  dataTest('users_unique', [m('users')], { generic: 'unique' }),
  dataTest('users_in_emails', [m('users'), m('emails')], { generic: 'relationships' }),
  dataTest('users_in_countries', [m('users'), m('names')]),
  dataTest('rollup_in_users', [m('rollup'), m('users')], { tags: ['slow'] }),
  dataTest('orders_unique', ['source.shop.raw.orders'], { generic: 'unique' }),
  dataTest('users_like_orders', [m('users'), 'source.shop.raw.orders']),
  unitTest('counts', m('rollup')),
  exposure('board', [m('users'), m('deep')]),
];
const project = manifestOf(nodes, { disabled: [model('retired')] });

interface Asked extends Partial<SelectionRequest> {
  readonly types?: string;
}

function asked(manifest: Manifest, { types, ...request }: Asked): ReturnType<typeof select> {
  return select(manifest, {
    select: [],
    exclude: [],
    resourceTypes: types?.split(' ') ?? [],
    excludeResourceTypes: [],
    indirect: 'eager',
    ...request,
  });
}

function names(manifest: Manifest, ids: Iterable<NodeId>): string {
  return [...ids]
    .map((id) => manifest.nodes.get(id))
    .map((node) => (node === undefined ? '?' : displayName(node)))
    .sort()
    .join(' ');
}

function chosen(request: Asked, manifest = project): string {
  return names(manifest, asked(manifest, request).ids);
}

describe('graph operators', () => {
  test.each([
    ['users', 'users'],
    ['+users', 'base users'],
    ['users+', 'deep emails rollup users'],
    ['users+1', 'emails rollup users'],
    ['users+0', 'users'],
    ['1+rollup', 'rollup users'],
    ['2+rollup', 'base rollup users'],
    ['0+rollup', 'rollup'],
    ['1+rollup+1', 'deep rollup users'],
    ['@emails', 'base emails users'],
    ['@names', 'base names users'],
    ['@lonely', 'lonely'],
    ['tag:core+1', 'base emails rollup users'],
    ['+exposure:board', 'base deep rollup users'],
    ['countries+', 'names'],
    ['users emails', 'emails users'],
    ['tag:bi,tag:core', 'users'],
    ['+deep,users+', 'deep rollup users'],
    ['tag:bi,lonely', ''],
    ['tag:bi,tag:core lonely', 'lonely users'],
    ['*', 'base deep emails lonely names rollup users'],
  ])('%s', (text, expected) => {
    expect(chosen({ select: [text], types: 'model' })).toBe(expected);
  });

  test('more texts are a union, exclusions are taken away', () => {
    expect(chosen({ select: ['users', 'lonely'], types: 'model' })).toBe('lonely users');
    expect(chosen({ select: ['+deep'], exclude: ['rollup', 'base'], types: 'model' })).toBe('deep users');
    expect(chosen({ exclude: ['users+ tag:core'], types: 'model' })).toBe('lonely names');
    expect(chosen({ select: ['users'], exclude: ['tag:bi,tag:core'] })).toBe('');
  });

  test('nothing asked for is everything', () => {
    expect(asked(project, {}).ids).toEqual(new Set(nodes.map((node) => node.id)));
  });
});

describe('resource types', () => {
  test.each([
    [{ resourceTypes: ['seed', 'source'] }, 'countries source:raw.orders'],
    [{ excludeResourceTypes: ['model', 'test', 'unit_test', 'seed'] }, 'exposure:board source:raw.orders'],
    [
      { resourceTypes: ['all'], excludeResourceTypes: ['model', 'test', 'unit_test'] },
      'countries exposure:board source:raw.orders',
    ],
    [{ select: ['users'], resourceTypes: ['seed'] }, ''],
  ])('%j', (request, expected) => {
    expect(chosen(request)).toBe(expected);
  });

  test('an unknown one is refused', () => {
    const { ids, diagnostics } = asked(project, { types: 'modle' });
    expect(ids.size).toBe(0);
    expect(diagnostics).toMatchObject([{ code: 'M118', severity: 'error', message: '`modle` is not a resource type' }]);
  });
});

describe('tests come along', () => {
  const usersTests =
    'test:rollup_in_users test:users_in_countries test:users_in_emails test:users_like_orders test:users_unique';
  test.each([
    ['eager', ['users'], [], usersTests],
    ['eager', ['names'], [], 'test:users_in_countries'],
    ['eager', ['rollup'], [], 'test:rollup_in_users unit_test:rollup.counts'],
    ['eager', ['source:raw'], [], 'test:orders_unique test:users_like_orders'],
    ['eager', ['names'], ['users'], ''],
    [
      'eager',
      ['users'],
      ['users_unique tag:slow'],
      'test:users_in_countries test:users_in_emails test:users_like_orders',
    ],
    ['cautious', ['users'], [], 'test:users_unique'],
    ['cautious', ['users emails'], [], 'test:users_in_emails test:users_unique'],
    ['cautious', ['users,tag:bi'], [], 'test:users_unique'],
    ['cautious', ['+users'], [], 'test:orders_unique test:users_like_orders test:users_unique'],
    ['cautious', ['users emails'], ['users'], 'test:users_in_emails'],
    ['cautious', ['users_in_emails'], [], 'test:users_in_emails'],
    ['buildable', ['users'], [], 'test:users_like_orders test:users_unique'],
    ['buildable', ['rollup'], [], 'test:rollup_in_users unit_test:rollup.counts'],
    ['buildable', ['names'], [], ''],
    ['buildable', ['users names'], [], 'test:users_in_countries test:users_like_orders test:users_unique'],
    ['empty', ['users emails'], [], ''],
    ['empty', ['tag:slow'], [], 'test:rollup_in_users'],
    ['empty', ['users+'], [], `${usersTests} unit_test:rollup.counts`],
  ] as const)('%s %j without %j', (indirect, wanted, exclude, expected) => {
    expect(chosen({ select: wanted, exclude, indirect, types: 'test unit_test' })).toBe(expected);
  });
});

describe('what matches nothing', () => {
  test.each([
    ['user', '`user` matches nothing', 'did you mean `users`?'],
    ['retired', '`retired` matches nothing', '`retired` is disabled'],
    ['tag:cor', '`tag:cor` matches nothing', 'did you mean `core`?'],
    ['source:raw.order', '`source:raw.order` matches nothing', 'did you mean `raw.orders`?'],
    ['rol*x', '`rol*x` matches nothing', 'a pattern begins at the first folder: try `*.rol*x`'],
    ['users,lonely', '`users,lonely` matches nothing', null],
    ['path:nowhere', '`path:nowhere` matches nothing', null],
  ])('%s is a warning', (text, message, help) => {
    const { ids, diagnostics } = asked(project, { select: [`rollup ${text}`] });
    expect(names(project, ids)).toBe('rollup test:rollup_in_users unit_test:rollup.counts');
    expect(diagnostics).toEqual([
      { code: 'M407', severity: 'warning', message, labels: [], notes: [], help, node: null },
    ]);
  });

  test('an exclusion too', () => {
    const { diagnostics } = asked(project, { exclude: ['lonly'] });
    expect(diagnostics).toMatchObject([{ code: 'M407', message: '`lonly` matches nothing' }]);
  });

  test('and a selection of which nothing is left', () => {
    const { ids, diagnostics } = asked(project, { select: ['lonely'], exclude: ['lonely'] });
    expect(ids.size).toBe(0);
    expect(diagnostics).toMatchObject([
      { code: 'M407', severity: 'warning', message: 'the selection matches nothing' },
    ]);
  });

  test('but an empty project is no surprise', () => {
    expect(asked(manifestOf([]), {}).diagnostics).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test.each([
    [{ select: ['users 1+'] }, '`1+` names nothing', "at character 7 of `--select 'users 1+'`"],
    [{ exclude: ['é,'] }, 'a name is missing beside the comma in `é,`', "at character 2 of `--exclude 'é,'`"],
    [{ select: [''] }, 'the selection is empty', "at character 1 of `--select ''`"],
  ])('%j', (request, message, note) => {
    const { ids, diagnostics } = asked(project, request);
    expect(ids.size).toBe(0);
    expect(diagnostics).toMatchObject([{ code: 'M406', severity: 'error', message, notes: [note] }]);
  });

  test.each(['state:modified', 'result:error+', 'source_status:fresher'])('%s needs a state', (text) => {
    expect(asked(project, { select: [text] }).diagnostics).toMatchObject([{ code: 'M409', severity: 'error' }]);
  });
});

describe('selectors.yml', () => {
  const withSelectors = manifestOf(nodes, {
    selectors: [
      named('text', '1+rollup'),
      named('short', { tag: 'core' }),
      named('record', { method: 'fqn', value: 'users', children: true, children_depth: 1, parents: true }),
      named('at', { method: 'fqn', value: 'emails', childrens_parents: true }),
      named('less', { method: 'tag', value: 'core', exclude: ['users'] }),
      named('either', { union: [{ tag: 'core' }, 'lonely', { exclude: ['base', { tag: 'bi' }] }] }),
      named('both', { intersection: ['tag:core', { method: 'tag', value: 'bi' }] }),
      named('nested', { union: [{ intersection: ['tag:core', 'tag:bi'] }, 'lonely'] }),
      named('heir', { intersection: [{ method: 'selector', value: 'record' }, { tag: 'bi' }] }),
      named('careful', { method: 'fqn', value: 'users', indirect_selection: 'cautious' }),
      named('tier', { method: 'config.materialized', value: 'ephemeral' }),
    ],
  });

  test.each([
    ['text', 'rollup users'],
    ['short', 'base users'],
    ['record', 'base emails rollup users'],
    ['at', 'base emails users'],
    ['less', 'base'],
    ['either', 'lonely'],
    ['both', 'users'],
    ['nested', 'lonely users'],
    ['heir', 'rollup users'],
    ['careful', 'users'],
    ['tier', 'base'],
  ])('%s', (selector, expected) => {
    expect(chosen({ selector, types: 'model' }, withSelectors)).toBe(expected);
  });

  test('a definition has its own way with tests', () => {
    expect(chosen({ selector: 'careful', types: 'test' }, withSelectors)).toBe('test:users_unique');
  });

  test('selectors are a method on the command line too', () => {
    expect(chosen({ select: ['selector:both+1,tag:bi'], types: 'model' }, withSelectors)).toBe('rollup users');
    expect(chosen({ select: ['selector:t*'], types: 'model' }, withSelectors)).toBe('base rollup users');
    expect(chosen({ exclude: ['selector:record'], types: 'model' }, withSelectors)).toBe('deep lonely names');
  });

  test('the default one stands for no selection at all', () => {
    const selectors = [named('other', 'users'), named('usual', 'lonely', true)];
    expect(chosen({}, manifestOf(nodes, { selectors }))).toBe('lonely');
    expect(chosen({ select: ['deep'] }, manifestOf(nodes, { selectors }))).toBe('deep');
  });

  test('an unknown one is an error that knows the near ones', () => {
    expect(asked(withSelectors, { selector: 'recrod' }).diagnostics).toMatchObject([
      { code: 'M117', severity: 'error', message: 'there is no selector `recrod`', help: 'did you mean `record`?' },
    ]);
    expect(asked(withSelectors, { select: ['selector:nope*'] }).diagnostics).toMatchObject([{ code: 'M117' }]);
    expect(asked(project, { selector: 'x' }).diagnostics).toMatchObject([
      { code: 'M117', help: 'selectors are defined in selectors.yml' },
    ]);
  });

  test('it does not go together with a selection', () => {
    expect(asked(withSelectors, { selector: 'text', select: ['users'] }).diagnostics).toMatchObject([{ code: 'M113' }]);
  });

  test.each([
    ['M104', ['a'], 'a definition is a text or a mapping'],
    ['M104', { union: 'a' }, '`union` is a list'],
    ['M104', { method: 'tag', value: ['a'] }, '`value` is a text, a number or a boolean'],
    ['M104', { method: 'tag', value: 'a', parents: 'yes' }, '`parents` is true or false'],
    ['M104', { method: 'tag', value: 'a', parents: true, parents_depth: 1.5 }, '`parents_depth` is a whole number'],
    ['M104', { method: 'tag', value: 'a', indirect_selection: 'keen' }, '`keen` is not a way of indirect selection'],
    ['M104', { method: 'tag', value: 'a', exclude: 'b' }, '`exclude` is a list'],
    ['M105', { method: 'tag' }, '`value` is missing'],
    ['M105', { exclude: ['a'] }, '`method` is missing'],
    ['M103', { method: 'tag', value: 'a', parent: true }, "`parent` is not a key of a selector's definition"],
    ['M103', { union: ['a'], exclude: ['b'] }, '`exclude` cannot stand beside `union`'],
    ['M106', { union: ['a', { exclude: ['b'] }, { exclude: ['c'] }] }, '`exclude` stands twice in one `union`'],
    ['M406', 'a b', '`a b` is more than one criterion'],
    ['M406', 'a,b', '`a,b` is more than one criterion'],
    ['M406', '1+', '`1+` names nothing'],
    ['M406', { tagg: 'a' }, '`tagg` is not a selection method'],
    ['M406', { method: 'config', value: 'a' }, '`config` needs the key to look at'],
    [
      'M406',
      { method: 'fqn', value: 'a', children: true, childrens_parents: true },
      '`childrens_parents` and `children` do not go together',
    ],
    ['M406', { resource_type: 'tables' }, '`tables` is not a resource type'],
    ['M117', { method: 'selector', value: 'nowhere' }, 'there is no selector `nowhere`'],
  ])('%s for %j, also when it is not asked for', (code, definition, message) => {
    const manifest = manifestOf(nodes, { selectors: [named('fine', 'users'), named('broken', definition)] });
    const { ids, diagnostics } = asked(manifest, { selector: 'fine' });
    expect(ids.size).toBe(0);
    expect(diagnostics).toMatchObject([{ code, severity: 'error', message }]);
  });

  test('a circle of inheritance is told with its path', () => {
    const selectors = [
      named('a', { method: 'selector', value: 'b' }),
      named('b', { union: ['users', { selector: 'c' }] }),
      named('c', { method: 'selector', value: 'a' }),
    ];
    expect(asked(manifestOf(nodes, { selectors }), { select: ['users'] }).diagnostics).toMatchObject([
      { code: 'M403', message: 'selectors of selectors.yml inherit in a circle: `a` → `b` → `c` → `a`' },
    ]);
  });

  test('two defaults are one too many', () => {
    const selectors = [named('a', 'users', true), named('b', 'users', true)];
    expect(asked(manifestOf(nodes, { selectors }), {}).diagnostics).toMatchObject([{ code: 'M106' }]);
  });
});
