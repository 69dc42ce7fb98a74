import { hasErrors } from '../diagnostics/diagnostic.ts';
import { dotText } from '../site/export/dot.ts';
import { graphOf } from '../site/export/graph.ts';
import { graphJson } from '../site/export/json.ts';
import { markdownText } from '../site/export/markdown.ts';
import { graphMermaid } from '../site/export/mermaid.ts';
import { svgText } from '../site/export/svg.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { DocsExportOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';

const writers = { mermaid: graphMermaid, dot: dotText, json: graphJson, markdown: markdownText, svg: svgText };

/** Prints what the selected nodes read of each other; tests are left out. */
export async function docsExport(options: DocsExportOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const selection = await selectNodes(
    loaded,
    { ...options, indirectSelection: options.indirectSelection ?? 'empty' },
    effects,
  );
  return outcome(0, {
    stdout: writers[options.format](graphOf(manifest, selection.ids)),
    diagnostics: [...loaded.diagnostics, ...selection.diagnostics],
    readText,
  });
}
