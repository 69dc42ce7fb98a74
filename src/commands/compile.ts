import { join } from 'node:path';
import { compiledPath } from '../check/node-place.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { compiledSql, hasSql } from './compiled-sql.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { CompileOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';
import { targetFolder, writeIfChanged, writeManifest } from './write-artifacts.ts';

/** Renders the selected models and tests into `target/compiled`; a single one is printed too. */
export async function compileCommand(options: CompileOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const selection = await selectNodes(loaded, options, effects);
  const nodes = [...selection.ids].flatMap((id) => manifest.nodes.get(id) ?? []).filter(hasSql);
  writeManifest(loaded, effects);
  for (const node of nodes) {
    writeIfChanged(join(targetFolder(loaded), 'compiled', compiledPath(node)), `${compiledSql(manifest, node)}\n`);
  }
  const models = nodes.filter((node) => node.resource === 'model');
  const only = options.select.length > 0 && models.length === 1 ? models[0] : undefined;
  return outcome(0, {
    stdout: only ? compiledSql(manifest, only) : '',
    diagnostics: [...loaded.diagnostics, ...selection.diagnostics],
    notes: only ? [] : [`compiled ${nodes.length} nodes into ${manifest.targetPath}/compiled`],
    readText,
  });
}
