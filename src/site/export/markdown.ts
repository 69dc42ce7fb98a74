import type { Graph } from './graph.ts';
import { graphMermaid } from './mermaid.ts';

/** A Mermaid picture, which GitHub and GitLab draw, and the same as a table. */
export function markdownText(graph: Graph): string {
  const reads = graph.nodes.map((): string[] => []);
  for (const [from, to] of graph.edges) reads[to]?.push(codeCell(graph.nodes[from]?.name ?? ''));
  const rows = graph.nodes.map((node, number) => {
    const [firstLine = ''] = node.description.trim().split('\n');
    return `| ${codeCell(node.name)} | ${node.kind} | ${reads[number]?.join(', ') ?? ''} | ${textCell(firstLine)} |`;
  });
  const table = ['| node | kind | reads | description |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return `\`\`\`mermaid\n${graphMermaid(graph)}\`\`\`\n\n${table}\n`;
}

/** Text as code in a cell of a table, whatever is in it. */
export function codeCell(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const ticks = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${plain}${space}${ticks}`;
}

/** A line of the project's own Markdown in a cell of a table; HTML in it is text. */
function textCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
