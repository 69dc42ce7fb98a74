import { projectOptions, selectionOptions } from './command-options.ts';
import { selection, waiting } from './options.ts';
import { look, type Verb } from './verb.ts';

export const sourceVerbs: readonly Verb[] = [
  {
    name: 'source freshness',
    group: look,
    summary: 'look how old the newest rows of sources are; what is older than its `freshness` allows is an error',
    examples: [
      ['mart source freshness', 'every source with `freshness`'],
      ['mart source freshness -s source:landing', 'the tables of one source'],
    ],
    options: () => [waiting(), ...selection()],
    run: async (raw, _, effects) => {
      const { sourceFreshness } = await import('../commands/source-freshness.ts');
      return sourceFreshness({ ...projectOptions(raw), ...selectionOptions(raw), waitSeconds: raw.wait ?? 0 }, effects);
    },
  },
];
