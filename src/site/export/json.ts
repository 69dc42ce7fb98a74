import type { Graph } from './graph.ts';

/** `{nodes: [{name, resource_type, kind, path, description}], edges: [{from, to}]}`, by name. */
export function graphJson({ nodes, edges }: Graph): string {
  const name = (number: number) => nodes[number]?.name;
  const json = {
    nodes: nodes.map(({ resource, ...rest }) => ({ ...rest, resource_type: resource })),
    edges: edges.map(([from, to]) => ({ from: name(from), to: name(to) })),
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}
