import { curve, placed } from '../layout/placed.ts';
import { markup } from '../pages/markup.ts';
import type { Graph, GraphNode } from './graph.ts';

const height = 44;
const letter = 7.4;
const margin = 16;

/** A picture that stands alone: light on white, dark where the reader's system is dark. */
export function svgText({ nodes, edges }: Graph): string {
  const parents = nodes.map((): number[] => []);
  for (const [from, to] of edges) parents[to]?.push(from);
  const boxes = nodes.map(({ name }) => ({ width: Math.max(110, name.length * letter + 28), height }));
  const layout = placed(boxes, parents);
  const width = layout.width + 2 * margin;
  const tall = layout.height + 2 * margin;
  const lines = layout.edges.map(({ points }) => `<path class="e" d="${curve(points)}"/>`);
  const cards = nodes.map((node, at) => {
    const { x = 0, y = 0 } = layout.places[at] ?? {};
    return card(node, x, y, boxes[at]?.width ?? 0);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}" viewBox="${-margin} ${-margin} ${width} ${tall}" role="img">
<title>${escaped(`lineage of ${nodes.length} nodes`)}</title>
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328; }
.k { font-size: 11px; fill: #59636e; }
.n { fill: #ffffff; stroke: #8c959f; }
.e { fill: none; stroke: #8c959f; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .k { fill: #9198a1; } .n { fill: #161b22; stroke: #6e7681; } .e { stroke: #6e7681; } }
</style>
${[...lines, ...cards].join('\n')}
</svg>
`;
}

function card({ name, kind }: GraphNode, x: number, y: number, width: number): string {
  const words = `<text x="14" y="19">${escaped(name)}</text><text class="k" x="14" y="35">${escaped(kind)}</text>`;
  return `<g transform="translate(${x} ${y})"><rect class="n" width="${width}" height="${height}" rx="6"/>${words}</g>`;
}

/** Control characters are not allowed in XML, not even escaped. */
function escaped(text: string): string {
  return [...markup(text)].filter((one) => one >= ' ').join('');
}
