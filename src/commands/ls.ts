import { hasErrors } from '../diagnostics/diagnostic.ts';
import { displayName, type Node } from '../nodes/node.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { LsOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { selectNodes } from './select-nodes.ts';

/** Lists the selected nodes, a line each, sorted. */
export async function ls(options: LsOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const selection = await selectNodes(loaded, options, effects);
  const nodes = [...selection.ids].flatMap((id) => manifest.nodes.get(id) ?? []);
  const lines = nodes.map((node) => shown(node, options.output)).sort();
  return outcome(0, {
    stdout: lines.join('\n'),
    diagnostics: [...loaded.diagnostics, ...selection.diagnostics],
    readText,
  });
}

function shown(node: Node, output: LsOptions['output']): string {
  switch (output) {
    case 'name':
      return displayName(node);
    case 'path':
      return node.path;
    case 'selector':
      return selectorOf(node);
    case 'json':
      return JSON.stringify({
        unique_id: node.id,
        name: displayName(node),
        resource_type: node.resource,
        package_name: node.project,
        original_file_path: node.path,
        tags: node.config.tags,
        config: node.config,
        depends_on: { nodes: node.dependsOn },
      });
  }
}

/** What selects exactly this node again. */
function selectorOf(node: Node): string {
  if (node.resource === 'source') return `source:${node.fqn.join('.')}`;
  if (node.resource === 'exposure' || node.resource === 'unit_test') return `${node.resource}:${node.fqn.join('.')}`;
  return node.fqn.join('.');
}
