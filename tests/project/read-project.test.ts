import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/project/disk-files.ts';
import type { Files } from '../../src/project/files.ts';
import { readProject } from '../../src/project/read-project.ts';
import { folderOf, placed, projectFile, readFolder } from './folder.ts';

const names = (all: readonly { readonly name: string }[] | undefined) => all?.map((one) => one.name);
const paths = (all: readonly { readonly path: string }[] | undefined) => all?.map((one) => one.path);

/** What is told of a folder with these files beside a good project.yml. */
function told(files: Parameters<typeof folderOf>[0]): string[] {
  return placed(readFolder(folderOf(files)).diagnostics);
}

describe('what lies where', () => {
  it('is sorted by folder and ending', () => {
    const root = folderOf({
      'models/b.sql': 'select 1',
      'models/sub/deep/a.SQL': 'select 2',
      'models/p.yml': 'models: [{name: b}]',
      'models/notes.md': 'words',
      'seeds/s.csv': 'id\n1\n',
      'seeds/more/p.yaml': 'seeds: [{name: s}]',
      'macros/cents.sql': '{{col}}',
      'macros/money/euros.sql': '{{col}}',
      'macros/text.ts': 'export {}',
      'macros/types.d.ts': 'export {}',
      'macros/tests/positive.sql': 'select 1',
      'macros/p.yml': 'macros: [{name: cents}]',
      'tests/one.sql': 'select 1',
      'tests/fixtures/rows.sql': 'select 1',
      'tests/fixtures/rows.csv': 'id',
      'tests/p.yml': 'data_tests: [{name: one}]',
      'selectors.yml': "selectors: [{name: daily, description: each day, default: true, definition: 'tag:daily'}]",
      'target/models/c.sql': 'select 3',
      'other/d.sql': 'select 4',
    });
    const { project, diagnostics } = readFolder(root);
    expect(diagnostics).toEqual([]);
    expect(project).toMatchObject({
      root,
      config: { name: 'shop' },
      models: [
        { name: 'b', path: 'models/b.sql', text: 'select 1' },
        { name: 'a', path: 'models/sub/deep/a.SQL' },
      ],
      selectors: [{ name: 'daily', description: 'each day', default: true, definition: 'tag:daily' }],
    });
    expect(names(project?.seeds)).toEqual(['s']);
    expect(names(project?.macros)).toEqual(['cents', 'euros']);
    expect(names(project?.genericTests)).toEqual(['positive']);
    expect(names(project?.singularTests)).toEqual(['one']);
    expect(paths(project?.helperFiles)).toEqual(['macros/text.ts']);
    expect(paths(project?.properties)).toEqual(['models/p.yml', 'seeds/more/p.yaml', 'macros/p.yml', 'tests/p.yml']);
  });

  it('follows `paths`', () => {
    const { project } = readFolder(
      folderOf({
        'project.yml': `${projectFile}paths: {models: sql/models, tests: checks/data}\n`,
        'sql/models/a.sql': 'select 1',
        'models/b.sql': 'select 1',
        'checks/data/t.sql': 'select 1',
        'checks/other.sql': 'select 1',
      }),
    );
    expect(names(project?.models)).toEqual(['a']);
    expect(names(project?.singularTests)).toEqual(['t']);
  });

  it('leaves hidden files and what editors leave alone', () => {
    const { project, diagnostics } = readFolder(
      folderOf({
        'models/a.sql': 'select 1',
        'models/.hidden.sql': 'select 1',
        'models/.git/b.sql': 'select 1',
        'models/a.sql~': 'select 1',
        'models/.a.sql.swp': 'x',
        'models/b.sql.swo': 'x',
        'models/#c.sql#': 'x',
        'models/.#a.sql': 'x',
      }),
    );
    expect(diagnostics).toEqual([]);
    expect(names(project?.models)).toEqual(['a']);
  });

  it('takes a byte order mark away', () => {
    const { project } = readFolder(folderOf({ 'models/a.sql': '\uFEFFselect 1', 'models/p.yml': '\uFEFFmodels: []' }));
    expect(project?.models[0]?.text).toBe('select 1');
    expect(project?.properties).toHaveLength(1);
  });
});

describe('project.yml', () => {
  it('is missing', () => {
    expect(told({ 'project.yml': null })).toEqual(['M101 error  there is no project.yml | begin one with `mart init`']);
    expect(told({ 'project.yml': null, 'dbt_project.yml': 'name: x' })).toEqual([
      "M101 error  there is no project.yml | rename `dbt_project.yml` to `project.yml` and put the profile's outputs under `targets`",
    ]);
    expect(told({ 'project.yml': null, 'project.yaml': 'name: x' })).toEqual([
      'M101 error  there is no project.yml | rename `project.yaml` to `project.yml`',
    ]);
  });

  it('that is wrong does not hide what is wrong elsewhere', () => {
    const files = {
      'project.yml': 'nam: shop\n',
      'models/p.yml': 'modles: []',
      'models/a.sql': new Uint8Array([0xff]),
    };
    expect(readFolder(folderOf(files)).diagnostics.map((one) => one.code)).toEqual([
      'M103',
      'M105',
      'M105',
      'M107',
      'M103',
    ]);
  });

  it('gets the variables of the command line', () => {
    const root = folderOf({ 'project.yml': `${projectFile}vars: {a: 1, b: 1}\n` });
    const valueTemplate = (text: string) => ({ value: text, diagnostics: [] });
    expect(readProject(root, { valueTemplate, vars: 'b: 2' }).project?.config.vars).toEqual({ a: 1, b: 2 });
    expect(placed(readProject(root, { valueTemplate, vars: 'b' }).diagnostics)).toEqual([
      "M118 error  `--vars` must be a mapping, not text | write `--vars '{key: value}'`",
    ]);
  });
});

describe('files that cannot be read', () => {
  it('are told of with the place of the first byte that is wrong', () => {
    const bytes = (text: string, ...odd: number[]) =>
      Buffer.concat([Buffer.from(text), Buffer.from(odd), Buffer.from('x\n')]);
    expect(
      told({
        'models/a.sql': bytes('select\n  é', 0xe9),
        'models/b.sql': bytes('select 🐘', 0xf0, 0x9f, 0x98),
        'models/c.sql': Buffer.from('\uFEFFselect 1', 'utf16le'),
        'seeds/d.csv': bytes('id,n\r\n1,', 0xfc),
      }),
    ).toEqual([
      'M107 error models/a.sql:2:4 `models/a.sql` is not UTF-8 text | save the file as UTF-8',
      'M107 error models/b.sql:1:9 `models/b.sql` is not UTF-8 text | save the file as UTF-8',
      'M107 error models/c.sql:1:1 `models/c.sql` is not UTF-8 text | save the file as UTF-8',
      'M107 error seeds/d.csv:2:3 `seeds/d.csv` is not UTF-8 text | save the file as UTF-8',
    ]);
  });

  it('that vanish between listing and reading', () => {
    const root = folderOf({ 'models/a.sql': 'select 1' });
    const disk = diskFiles(root);
    const gone = { path: 'models/gone.sql', size: 1, mtimeMs: 0 };
    const files: Files = {
      ...disk,
      list: (folder) => (folder === 'models' ? { files: [gone], refused: [] } : disk.list(folder)),
    };
    const { diagnostics } = readProject(root, { valueTemplate: (text) => ({ value: text, diagnostics: [] }), files });
    expect(placed(diagnostics)).toEqual([
      'M107 error models/gone.sql:1:1 `models/gone.sql` cannot be read: ENOENT: no such file or directory',
    ]);
  });

  it('models in other languages', () => {
    expect(told({ 'models/sub/b.py': '' })).toEqual([
      'M114 error models/sub/b.py:1:1 models in Python are not supported | write the model in SQL or TypeScript, or move the file out of the folder of models',
    ]);
  });
});

describe('links', () => {
  it('inside the project are followed, once each way', () => {
    const root = folderOf({
      'models/a/x.sql': 'select 1',
      'shared/y.sql': 'select 1',
      'shared/deep/z.sql': 'select 1',
    });
    symlinkSync('../../shared', join(root, 'models/a/shared'));
    symlinkSync('../../models', join(root, 'models/a/round'));
    symlinkSync('../shared/y.sql', join(root, 'models/w.sql'));
    const { project, diagnostics } = readFolder(root);
    expect(diagnostics).toEqual([]);
    expect(paths(project?.models)).toEqual([
      'models/a/shared/deep/z.sql',
      'models/a/shared/y.sql',
      'models/a/x.sql',
      'models/w.sql',
    ]);
  });

  it('that leave the project are refused, those to nowhere too', () => {
    const outside = folderOf({ 'x.sql': 'select 1' });
    const root = folderOf({ 'models/a.sql': 'select 1' });
    symlinkSync(outside, join(root, 'models/out'));
    symlinkSync(join(outside, 'x.sql'), join(root, 'models/x.sql'));
    symlinkSync('nowhere.sql', join(root, 'models/broken.sql'));
    symlinkSync('round.sql', join(root, 'models/round.sql'));
    symlinkSync(outside, join(root, 'seeds'));
    const { project, diagnostics } = readFolder(root);
    expect(names(project?.models)).toEqual(['a']);
    expect(placed(diagnostics).sort()).toEqual([
      'M107 error models/broken.sql:1:1 `models/broken.sql` is a link that cannot be followed: ENOENT: no such file or directory',
      'M107 error models/round.sql:1:1 `models/round.sql` is a link that cannot be followed: ELOOP: too many symbolic links encountered',
      `M108 error models/out:1:1 \`models/out\` is a link that leaves the project, to ${outside} | copy the file into the project`,
      `M108 error models/x.sql:1:1 \`models/x.sql\` is a link that leaves the project, to ${outside}/x.sql | copy the file into the project`,
      `M108 error seeds:1:1 \`seeds\` is a link that leaves the project, to ${outside} | copy the file into the project`,
    ]);
  });
});

describe('two of one name', () => {
  it('models and seeds share their names, in any case', () => {
    expect(told({ 'models/a/orders.sql': '', 'models/b/orders.sql': '', 'seeds/Orders.csv': 'id\n' })).toEqual([
      'M110 error models/b/orders.sql:1:1 models/a/orders.sql:1:1 there are two models or seeds called `orders` | rename `models/b/orders.sql` or `models/a/orders.sql`',
      'M110 error seeds/Orders.csv:1:1 models/a/orders.sql:1:1 there are two models or seeds whose names differ in case only, `orders` and `Orders` | rename `seeds/Orders.csv` or `models/a/orders.sql`',
    ]);
  });

  it('macros, generic tests and singular tests each have their own', () => {
    expect(
      told({
        'models/x.sql': '',
        'macros/x.sql': '',
        'macros/tests/x.sql': '',
        'tests/x.sql': '',
        'macros/y/x.sql': '',
        'macros/tests/y/x.sql': '',
        'tests/y/x.sql': '',
      }).map((line) => line.split(' | ')[0]),
    ).toEqual([
      'M110 error macros/y/x.sql:1:1 macros/x.sql:1:1 there are two macros called `x`',
      'M110 error macros/tests/y/x.sql:1:1 macros/tests/x.sql:1:1 there are two generic tests called `x`',
      'M110 error tests/y/x.sql:1:1 tests/x.sql:1:1 there are two tests called `x`',
    ]);
  });

  it('descriptions, in one file or in two', () => {
    expect(
      told({
        'models/a.yml': 'models:\n  - name: m\n  - name: m\nsources: [{name: s, tables: [{name: t}, {name: t}]}]\n',
        'models/b.yml': 'models:\n  - {name: M}\nsources: [{name: s, tables: [{name: u}]}]\n',
        'models/c.yml':
          'groups: [{name: g}]\nexposures: [{name: e, type: ml, owner: {}}, {name: e, type: ml, owner: {}}]\n',
        'project.yml': `${projectFile}groups: [{name: g}]\n`,
        'selectors.yml': 'selectors:\n  - {name: a, definition: x}\n  - {name: a, definition: y}\n',
      }).map((line) => line.split(' | ')[0]),
    ).toEqual([
      'M110 error models/a.yml:3:11 models/a.yml:2:11 the model `m` is described twice',
      'M110 error models/a.yml:4:48 models/a.yml:4:37 the source `s.t` is described twice',
      'M110 error models/b.yml:2:12 models/a.yml:2:11 the model `M` is described twice',
      'M110 error models/c.yml:2:52 models/c.yml:2:20 the exposure `e` is described twice',
      'M110 error models/c.yml:1:17 the group `g` is described twice',
      'M110 error selectors.yml:3:12 there are two selectors `a`',
    ]);
  });
});

it('names that no selector could hold are refused', () => {
  expect(told({ 'models/a.b.sql': '', 'seeds/two words.csv': 'id\n', 'models/größe_1-x.sql': '' })).toEqual([
    'M104 error models/a.b.sql:1:1 `a.b` cannot name a model | rename the file: letters, digits, `_` and `-`',
    'M104 error seeds/two words.csv:1:1 `two words` cannot name a seed | rename the file: letters, digits, `_` and `-`',
  ]);
});

it('selectors.yml is checked as far as every selector goes', () => {
  expect(
    told({ 'selectors.yml': 'selectors:\n  - {name: a, definiton: x}\n  - {definition: x, default: 1}\nother: 1\n' }),
  ).toEqual([
    "M105 error selectors.yml:2:5 a selector needs `definition` | write `definition: 'tag:daily'`",
    'M103 error selectors.yml:2:15 a selector has no key `definiton` | did you mean `definition`?',
    'M105 error selectors.yml:3:5 a selector needs `name`',
    'M104 error selectors.yml:3:30 `default` must be true or false, not a number',
    'M103 error selectors.yml:4:1 selectors.yml has no key `other` | its keys are `version`, `selectors`',
  ]);
});

describe('folders of project.yml that hold nothing', () => {
  const files = {
    'models/staging/orders.sql': '',
    'models/staging/items_v1.sql': '',
    'models/staging/p.yml':
      'models: [{name: items, versions: [{v: 1}]}]\nsources: [{name: raw, tables: [{name: t}]}]\n',
    'seeds/ref/s.csv': 'id\n',
  };
  const of = (text: string) => told({ ...files, 'project.yml': projectFile + text });

  it('are warned about, with the near name', () => {
    expect(of('models:\n  stagin: {+schema: a}\n  staging:\n    order: {+schema: b}\n')).toEqual([
      'M111 warning project.yml:4:3 `stagin` configures nothing: no model lies there | did you mean `staging`?',
      'M111 warning project.yml:6:5 `order` configures nothing: no model lies there | did you mean `orders`?',
    ]);
    expect(of('seeds: {reff: {+schema: a}}\nsources: {staging: {raw: {x: {+enabled: false}}}}\n')).toEqual([
      'M111 warning project.yml:3:9 `reff` configures nothing: no seed lies there | did you mean `ref`?',
      'M111 warning project.yml:4:27 `x` configures nothing: no source lies there',
    ]);
  });

  it('and those that hold something are not', () => {
    expect(
      of(
        'models: {staging: {orders: {+schema: a}, items: {+schema: a}}, shop: {staging: {items_v1: {+schema: b}}}}\n' +
          'seeds: {ref: {s: {+schema: a}}}\nsources: {staging: {raw: {t: {+enabled: false}}}}\n' +
          'tests: {staging: {anything: {+severity: warn}}}\n',
      ),
    ).toEqual([]);
  });

  it('called like configuration were meant with a +', () => {
    expect(of('models: {meta: {a: 1}, staging: {contract: {enforced: true}}}\ntests: {meta: {a: 1}}\n')).toEqual([
      'M103 error project.yml:3:10 there is no folder `meta` to configure | did you mean `+meta`?',
      'M103 error project.yml:3:34 there is no folder `contract` to configure | did you mean `+contract`?',
      'M103 error project.yml:4:9 there is no folder `meta` to configure | did you mean `+meta`?',
    ]);
    expect(told({ 'models/meta/m.sql': '', 'project.yml': `${projectFile}models: {meta: {+schema: a}}\n` })).toEqual(
      [],
    );
  });

  it('under the project’s name too', () => {
    expect(of('models: {shop: {stagin: {+schema: a}}}\n')).toEqual([
      'M111 warning project.yml:3:17 `stagin` configures nothing: no model lies there | did you mean `staging`?',
    ]);
  });
});
