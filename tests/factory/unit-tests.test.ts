import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { mart } from '../cli/mart.ts';
import { copyOfFactory } from './factory-project.ts';
import { type Mutation, mutations } from './mutations.ts';

/** On machines that may have other things to do. */
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The unit tests that fail in a copy of the factory with these bugs, as `model.test`. No row of data is there. */
async function failing(bugs: readonly Mutation[], ...args: string[]): Promise<string[]> {
  folder = copyOfFactory();
  for (const { file, from, to } of bugs) {
    const path = join(folder, file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(from, () => to),
    );
  }
  const { stderr } = await mart(['unit-test', ...args], folder);
  return [...stderr.matchAll(/^ ✗ +\d+\/\d+ +unit_test:(\S+)/gm)].map(([, name]) => name ?? '');
}

/** A hook runs in the warehouse only, where no unit test sees it. */
const IN_A_HOOK = 'batches that are gone from silver stay, the others go';

const inModels = mutations.filter(({ bug, file }) => file.startsWith('models/') && bug !== IN_A_HOOK);

/** A unit test sees its own model only, so that bugs in several models can be looked for at once: one of each file. */
const rounds = new Map<number, Mutation[]>();
for (const [index, mutation] of inModels.entries()) {
  const before = inModels.slice(0, index).filter(({ file }) => file === mutation.file).length;
  rounds.set(before, [...(rounds.get(before) ?? []), mutation]);
}

test.each([...rounds.values()])('bugs in models fail unit tests of these models, and of no other', async (...bugs) => {
  const caught = new Set((await failing(bugs)).map((name) => name.split('.')[0]));
  expect([...caught].sort()).toEqual(bugs.map(({ file }) => /([^/]+)\.(?:sql|ts)$/.exec(file)?.[1]).sort());
});

const inMacros = {
  'local time is taken to be ahead of UTC': 'batch_placements.local_time_is_seven_hours_behind',
  'copies are kept': 'batch_rows.of_copies_the_first_delivered_survives',
  'the last copy survives instead of the first': 'batch_rows.of_copies_the_first_delivered_survives',
  'day and month are exchanged': 'reading_rows.a_reading_without_values_is_kept',
  'the delivery day is a day late': 'batch_rows.of_copies_the_first_delivered_survives',
  'late rows are expected before their day': 'reading_zones.no_reading_is_newer_than_its_delivery_or_too_late_for_it',
  'a reading belongs to the half hour before it instead of the nearest': 'reading_zones.drift_is_taken_out',
  'typos are not tolerated': 'product_spellings.a_product_is_known_by_alias_letters_or_distance',
  'machine 1 may be machine 2': 'machine_spellings.a_spelling_stands_for_the_nearest_name',
};

test.each(Object.entries(inMacros))('a bug in a macro fails a unit test: %s', async (bug, caught) => {
  const found = mutations.filter((mutation) => mutation.bug === bug);
  expect(await failing(found, '-s', `unit_test:${caught.split('.')[1]}`)).toEqual([caught]);
});

test('a unit test is named for every bug in a macro', () => {
  const bugs = mutations.filter(({ file }) => file.startsWith('macros/')).map(({ bug }) => bug);
  expect(Object.keys(inMacros).sort()).toEqual(bugs.sort());
});
