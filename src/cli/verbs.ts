import type { Verb as PlanVerb } from '../plan/plan.ts';
import { generatorParams, projectOptions, runOptions, selectionOptions } from './command-options.ts';
import { badValue } from './option-values.ts';
import {
  batching,
  building,
  cleaning,
  cloning,
  forcedAnyway,
  forcing,
  generating,
  linting,
  listing,
  planning,
  running,
  selection,
  showing,
  storing,
  tracing,
  typing,
  unitTesting,
  waiting,
} from './options.ts';
import { readScalar } from './read-scalar.ts';
import { keep, look, make, type Verb } from './verb.ts';
import { docsVerbs } from './verbs-docs.ts';
import { sourceVerbs } from './verbs-source.ts';

export const verbs: readonly Verb[] = [
  {
    name: 'build',
    group: make,
    summary: 'load seeds, run models and test them, in DAG order; what fails its tests is not published',
    examples: [
      ['mart build', 'everything'],
      ['mart build -s +orders', 'orders and all it is made of'],
      ['mart build -s tag:daily --exclude path:models/gold', 'what is tagged daily, without a folder'],
    ],
    options: () => [...building(), ...batching(), forcing(), storing(), ...running(), ...selection()],
    run: execute('build'),
  },
  {
    name: 'run',
    group: make,
    summary: 'run models, without their tests',
    examples: [
      ['mart run -s orders', 'one model'],
      ['mart run -s orders+ --full-refresh', 'orders and what reads it, from nothing'],
    ],
    options: () => [...building(), ...batching(), ...running(), ...selection(), forcedAnyway()],
    run: execute('run'),
  },
  {
    name: 'test',
    group: make,
    summary: 'run data tests on the tables as they are, and unit tests',
    examples: [
      ['mart test', 'every test'],
      ['mart test -s orders --store-failures', 'the tests of one model; bad rows are kept'],
    ],
    options: () => [storing(), ...running(), ...selection(), forcedAnyway()],
    run: execute('test'),
  },
  {
    name: 'unit-test',
    group: make,
    summary: 'run unit tests, without the database; or write one from real rows',
    examples: [
      ['mart unit-test', 'every unit test'],
      ['mart unit-test -s orders', 'those of one model'],
      ['mart unit-test --generate orders --rows 2', 'print one, made of two rows of each input'],
    ],
    options: () => [...unitTesting(), ...running(), ...selection(), forcedAnyway()],
    run: async (raw, argument, effects) => {
      if (raw.generate === undefined) {
        const alone = (['from', 'rows'] as const).find((flag) => raw[flag] !== undefined);
        if (alone) throw badValue(`\`--${alone}\` goes with \`--generate\``, null);
        return execute('unit-test')(raw, argument, effects);
      }
      const { generateUnitTest } = await import('../commands/unit-test/generate.ts');
      const own = { from: raw.from ?? null, rows: raw.rows ?? 3, waitSeconds: raw.wait ?? 0 };
      return generateUnitTest({ ...projectOptions(raw), ...own }, raw.generate, effects);
    },
  },
  {
    name: 'seed',
    group: make,
    summary: 'load the CSV files of seeds/ into tables',
    examples: [
      ['mart seed', 'every seed'],
      ['mart seed -s countries --full-refresh', 'one, dropped and loaded again'],
    ],
    options: () => [...building().slice(0, 1), ...running(), ...selection(), forcedAnyway()],
    run: execute('seed'),
  },
  {
    name: 'clone',
    group: make,
    summary: 'copy the tables of another target, so that `build` makes only what differs from them',
    examples: [
      ['mart clone --from prod', 'everything that prod has and this target has not'],
      ['mart clone --from prod -s +orders --full-refresh', 'orders and all it is made of, over what is there'],
    ],
    options: () => [...cloning(), ...running(), ...selection()],
    run: execute('clone'),
  },
  {
    name: 'generate',
    group: make,
    summary: 'run a generator: a program of the project that writes source files',
    examples: [
      ['mart generate', 'all of them'],
      ['mart generate factory --days 3 --seed 7', 'one, with parameters'],
      ['mart generate factory --machines 12 --faults duplicates=0.05,nulls=0', 'with other damage'],
    ],
    argument: ['name', 'the generator (default: all)'],
    options: generating,
    run: async (raw, name, effects) => {
      const { generate } = await import('../commands/generate.ts');
      return generate({ ...projectOptions(raw), name, params: generatorParams(raw, readScalar) }, effects);
    },
  },
  {
    name: 'retry',
    group: make,
    summary: 'run again what failed or was skipped in the last run',
    examples: [['mart retry', 'with the options and the selection of that run']],
    options: () => [waiting(), forcedAnyway()],
    run: async (raw, _, effects) => (await import('../commands/retry.ts')).retry(runOptions(raw), effects),
  },
  {
    name: 'check',
    group: look,
    summary: 'let the engine check every query, type and contract, without touching the database',
    examples: [
      ['mart check', 'the whole project'],
      ['mart check -s +orders', 'orders and all it is made of'],
    ],
    options: selection,
    run: async (raw, _, effects) => {
      const { checkCommand } = await import('../commands/check.ts');
      return checkCommand({ ...projectOptions(raw), ...selectionOptions(raw) }, effects);
    },
  },
  {
    name: 'lint',
    group: look,
    summary: 'find what is likely to go wrong one day, and put it right where that is certain',
    examples: [
      ['mart lint', 'the whole project'],
      ['mart lint -s path:models/gold --fix', 'one folder, edited where the engine agrees'],
    ],
    options: () => [...linting(), ...selection()],
    run: async (raw, _, effects) => {
      const { lintCommand } = await import('../commands/lint.ts');
      return lintCommand({ ...projectOptions(raw), ...selectionOptions(raw), fix: raw.fix ?? false }, effects);
    },
  },
  {
    name: 'plan',
    group: look,
    summary: 'say what `mart build` would build, and why; nothing is touched',
    examples: [
      ['mart plan', 'everything that is not up to date, with the reason and the seconds of its last build'],
      ['mart plan -s +orders --output json', 'a part of it, for programs'],
    ],
    options: () => [...planning(), ...selection()],
    run: async (raw, _, effects) => {
      const { planCommand } = await import('../commands/plan.ts');
      const output = (raw.output ?? 'text') as 'text' | 'json';
      const own = {
        output,
        fullRefresh: raw.fullRefresh ?? false,
        force: raw.force ?? false,
        waitSeconds: raw.wait ?? 0,
      };
      return planCommand({ ...projectOptions(raw), ...selectionOptions(raw), ...own }, effects);
    },
  },
  {
    name: 'show',
    group: look,
    summary: 'print rows of a model, or of a query',
    examples: [
      ['mart show -s orders --limit 10', 'ten rows of what the model selects'],
      [`mart show --sql 'select count(*) from {{ref "orders"}}'`, 'a query of your own'],
    ],
    options: () => [...showing(), ...selection()],
    run: async (raw, _, effects) => {
      const { show } = await import('../commands/show.ts');
      const output = (raw.output ?? 'table') as 'table' | 'json' | 'csv';
      const own = { sql: raw.sql ?? null, limit: raw.limit ?? 5, output, waitSeconds: raw.wait ?? 0 };
      return show({ ...projectOptions(raw), ...selectionOptions(raw), ...own }, effects);
    },
  },
  {
    name: 'ls',
    aliases: ['list'],
    group: look,
    summary: 'list what a selection means',
    examples: [
      ['mart ls', 'every node'],
      ['mart ls -s +orders --resource-type model', 'the models that orders is made of'],
    ],
    options: () => [...listing(), ...selection()],
    run: async (raw, _, effects) => {
      const { ls } = await import('../commands/ls.ts');
      const output = (raw.output ?? 'name') as 'name' | 'path' | 'selector' | 'json';
      return ls({ ...projectOptions(raw), ...selectionOptions(raw), output }, effects);
    },
  },
  {
    name: 'lineage',
    group: look,
    summary: 'show which columns a column comes from, as the engine says',
    examples: [
      ['mart lineage -s orders', 'every column of one model'],
      ['mart lineage orders.total', 'one column, back to where it comes from'],
      ['mart lineage source:shop.orders.total --down', 'everything that is computed from a column'],
    ],
    argument: ['column', 'model.column (default: the selected models)'],
    options: () => [...tracing(), ...selection()],
    run: async (raw, column, effects) => {
      const { lineage } = await import('../commands/lineage.ts');
      const output = (raw.output ?? 'text') as 'text' | 'json' | 'mermaid';
      const own = { column, output, direction: raw.down ? 'down' : 'up', depth: raw.depth ?? null } as const;
      return lineage({ ...projectOptions(raw), ...selectionOptions(raw), ...own }, effects);
    },
  },
  ...docsVerbs,
  ...sourceVerbs,
  {
    name: 'compile',
    group: look,
    summary: 'render models and tests into target/compiled',
    examples: [['mart compile -s orders', 'prints the SQL of one model, too']],
    options: selection,
    run: async (raw, _, effects) => {
      const { compileCommand } = await import('../commands/compile.ts');
      return compileCommand({ ...projectOptions(raw), ...selectionOptions(raw) }, effects);
    },
  },
  {
    name: 'types',
    group: make,
    summary: 'write target/types.d.ts: models, seeds and sources as TypeScript types, for Kysely',
    examples: [
      ['mart types', 'before `tsc` looks at models in TypeScript'],
      ['mart types --check', 'in CI, where the file is kept in git'],
    ],
    options: typing,
    run: async (raw, _, effects) => {
      const { typesCommand } = await import('../commands/types.ts');
      return typesCommand({ ...projectOptions(raw), check: raw.check === true }, effects);
    },
  },
  {
    name: 'explain',
    group: look,
    summary: 'explain the code of an error',
    examples: [['mart explain M301', 'what it means, and how it is put right']],
    argument: ['code', 'as it stands in the error (default: list them all)'],
    options: () => [],
    run: async (_, code) => (await import('../commands/explain.ts')).explain(code),
  },
  {
    name: 'debug',
    group: keep,
    summary: 'show versions, project, target, and whether the database opens',
    examples: [['mart debug -t prod', 'for another target']],
    options: () => [],
    run: async (raw, _, effects) => (await import('../commands/debug.ts')).debug(projectOptions(raw), effects),
  },
  {
    name: 'clean',
    group: keep,
    summary: 'remove what was generated in target/; or what is left of models that are gone',
    examples: [
      ['mart clean', 'target/; the database stays'],
      ['mart clean --orphans', 'list what mart made and no model stands for any more'],
      ['mart clean --orphans --drop', 'and drop it'],
    ],
    options: cleaning,
    run: async (raw, _, effects) => {
      if (raw.orphans !== true) {
        if (raw.drop === true) throw badValue('`--drop` goes with `--orphans`', null);
        return (await import('../commands/clean.ts')).clean(projectOptions(raw), effects);
      }
      const { orphans } = await import('../commands/orphans.ts');
      const own = { drop: raw.drop ?? false, waitSeconds: raw.wait ?? 0 };
      return orphans({ ...projectOptions(raw), ...own }, effects);
    },
  },
];

function execute(verb: PlanVerb): Verb['run'] {
  return async (raw, _, effects) => {
    const { execute: run } = await import('../commands/execute.ts');
    return run(verb, runOptions(raw), effects);
  };
}
