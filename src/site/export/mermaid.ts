import type { Graph } from './graph.ts';

/** A Mermaid flow chart of labels; `alone` are labels that need no edge. An edge is from, what it says, to. */
export function mermaidText(
  alone: readonly string[],
  edges: readonly (readonly [from: string, said: string, to: string])[],
): string {
  const ids = new Map<string, string>();
  const id = (label: string): string => {
    const found = ids.get(label) ?? `n${ids.size}`;
    ids.set(label, found);
    return found;
  };
  for (const label of alone) id(label);
  const drawn = edges.map(([from, said, to]) => `  ${id(from)} -->${said === '' ? '' : `|${said}|`} ${id(to)}`);
  const names = [...ids].map(([label, name]) => `  ${name}["${escaped(label)}"]`);
  return `${['flowchart LR', ...names, ...drawn].join('\n')}\n`;
}

export function graphMermaid({ nodes, edges }: Graph): string {
  const name = (number: number) => nodes[number]?.name ?? '';
  return mermaidText(
    nodes.map((node) => node.name),
    edges.map(([from, to]) => [name(from), '', name(to)] as const),
  );
}

/** Mermaid reads Markdown and HTML in labels; entities are text. */
function escaped(label: string): string {
  return label.replace(/[^\p{L}\p{N} _.,:/()+-]/gu, (found) =>
    found === '"' ? '#quot;' : `#${found.codePointAt(0) ?? 0};`,
  );
}
