import { projectOptions, selectionOptions } from './command-options.ts';
import { exporting, selection } from './options.ts';
import { look, type Verb } from './verb.ts';

export const docsVerbs: readonly Verb[] = [
  {
    name: 'docs export',
    group: look,
    summary: 'print the lineage of a selection, for a README or a pull request',
    examples: [
      ['mart docs export -s +orders', 'all that orders is made of, as Mermaid'],
      ['mart docs export -s 1+orders+1 --format svg', 'a model and its neighbours, as a picture'],
    ],
    options: () => [...exporting(), ...selection()],
    run: async (raw, _, effects) => {
      const { docsExport } = await import('../commands/docs-export.ts');
      const format = (raw.format ?? 'mermaid') as 'mermaid' | 'dot' | 'json' | 'markdown' | 'svg';
      return docsExport({ ...projectOptions(raw), ...selectionOptions(raw), format }, effects);
    },
  },
];
