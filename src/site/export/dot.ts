import type { Graph } from './graph.ts';

const shapes: Readonly<Record<string, string>> = {
  source: 'cylinder',
  seed: 'note',
  exposure: 'tab',
  generator: 'cds',
};

/** For Graphviz. */
export function dotText({ nodes, edges }: Graph): string {
  const name = (number: number) => quoted(nodes[number]?.name ?? '');
  const lines = nodes.map(
    (node, number) => `  ${name(number)} [shape=${shapes[node.resource] ?? 'box'}, tooltip=${quoted(node.kind)}];`,
  );
  const drawn = edges.map(([from, to]) => `  ${name(from)} -> ${name(to)};`);
  return `${['digraph lineage {', '  rankdir=LR;', ...lines, ...drawn, '}'].join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\s+/g, ' ')}"`;
}
