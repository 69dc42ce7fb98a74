import { join } from 'node:path';
import { writeWhole } from '../artifacts/write.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Model } from '../nodes/node.ts';
import type { Effects } from './effects.ts';
import { askedColumn, follow } from './lineage-follow.ts';
import { openLineage } from './lineage-project.ts';
import { columnJson, columnMermaid, columnText, modelsJson, modelsMermaid, modelsText, namer } from './lineage-text.ts';
import { load } from './load.ts';
import type { LineageOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';
import { targetFolder } from './write-artifacts.ts';

/** Where columns come from: of the selected models, or of one column through the whole project. */
export async function lineage(options: LineageOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const open = await openLineage(loaded, effects);
  try {
    const { columns } = open.checked;
    const nameOf = namer(manifest);
    if (options.column !== null) {
      const asked = askedColumn(manifest, open.checked, options.column);
      const tree = await follow(manifest, columns, open.of, asked, options.direction, options.depth);
      const shown = { text: columnText, json: columnJson, mermaid: columnMermaid }[options.output];
      return outcome(0, { stdout: shown(tree, nameOf, options.direction), readText });
    }
    const selection = await selectNodes(loaded, { ...options, indirectSelection: 'empty' }, effects);
    const models = [...selection.ids].flatMap((id) => manifest.nodes.get(id) ?? []).filter(isModel);
    const traced = await Promise.all(models.map(async (model) => ({ model, lineage: await open.of(model) })));
    const isWhole = options.select.length + options.exclude.length === 0 && options.selector === null;
    if (isWhole) writeWhole(join(targetFolder(loaded), 'lineage.json'), modelsJson(traced, nameOf));
    const shown = { text: modelsText, json: modelsJson, mermaid: modelsMermaid }[options.output];
    return outcome(0, { stdout: shown(traced, nameOf), diagnostics: selection.diagnostics, readText });
  } finally {
    await open.close();
  }
}

function isModel(node: { readonly resource: string }): node is Model {
  return node.resource === 'model';
}
