import { projectOptions, selectionOptions } from './command-options.ts';
import { comparing, covering, exporting, publishing, selection, serving, singleFile } from './options.ts';
import { look, type Verb } from './verb.ts';

export const docsVerbs: readonly Verb[] = [
  {
    name: 'docs generate',
    group: look,
    summary: 'write the documentation as pages that open by double-click',
    examples: [
      ['mart docs generate', 'into target/site/, where index.html is the first page'],
      ['mart docs generate --single-file', 'into one file, target/site.html'],
      ['mart docs generate --fail-under docs=80,tests=60', 'exit 1 where too little is described or tested'],
    ],
    options: () => [singleFile(), ...publishing(), covering()],
    run: async (raw, _, effects) => {
      const { docsGenerate } = await import('../commands/docs-generate.ts');
      const own = { singleFile: raw.singleFile ?? false, slim: raw.slim ?? false };
      const failUnder = raw.failUnder ?? { docs: null, tests: null };
      return docsGenerate({ ...projectOptions(raw), ...own, failUnder }, effects);
    },
  },
  {
    name: 'docs serve',
    group: look,
    summary: 'show the same pages over HTTP to this machine only, anew when artifacts change',
    examples: [
      ['mart docs serve --open', 'at http://127.0.0.1:8080, in a browser'],
      ['mart docs serve --port 0', 'where a port is free'],
    ],
    options: () => [...serving(), ...publishing()],
    run: async (raw, _, effects) => {
      const { docsServe } = await import('../commands/docs-serve.ts');
      const own = { port: raw.port ?? 8080, host: raw.host ?? '127.0.0.1', open: raw.open ?? false };
      return docsServe({ ...projectOptions(raw), ...own, slim: raw.slim ?? false }, effects);
    },
  },
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
  {
    name: 'docs diff',
    group: look,
    summary: 'say what changed since an earlier state, column by column, and who reads it',
    examples: [['mart docs diff --state main-target', 'for a pull request: main-target is a copy of target/ of main']],
    options: comparing,
    run: async (raw, _, effects) => {
      const { docsDiff } = await import('../commands/docs-diff.ts');
      const format = (raw.format ?? 'markdown') as 'markdown' | 'json';
      return docsDiff({ ...projectOptions(raw), state: raw.state ?? null, format }, effects);
    },
  },
];
