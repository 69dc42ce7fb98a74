import { codeCell } from '../export/markdown.ts';
import type { ColumnChange, Difference, NodeChange } from './compare.ts';

const most = 8;

/** What changed, for the text of a pull request. */
export function diffMarkdown(project: string, { nodes, comparesColumns }: Difference): string {
  if (nodes.length === 0) return `No model, seed or source of ${codeCell(project)} changed.\n`;
  const affected = new Set(nodes.flatMap(({ below }) => below));
  for (const { name } of nodes) affected.delete(name);
  const counts = (['changed', 'added', 'removed'] as const).flatMap((change) => {
    const number = nodes.filter((node) => node.change === change).length;
    return number === 0 ? [] : [`${number} ${change}`];
  });
  const parts = [
    `### What changed in ${codeCell(project)}`,
    `${counts.join(', ')}; ${affected.size} more ${affected.size === 1 ? 'node reads' : 'nodes read'} what changed.`,
    ...(comparesColumns
      ? []
      : ['The earlier state has no `catalog.json`, so columns are not compared; `mart docs generate` writes it.']),
    ...nodes.map(nodeText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function nodeText(node: NodeChange): string {
  const { name, resource, change, what, columns, below } = node;
  const title = `#### ${codeCell(name)} · ${resource} ${change}${what.length === 0 ? '' : `: ${what.join(', ')}`}`;
  const rows = columns.map(
    (column) => `| ${codeCell(column.name)} | ${changeText(column)} | ${listed(column.readBy)} |`,
  );
  const table = rows.length === 0 ? [] : [['| column | change | read by |', '| --- | --- | --- |', ...rows].join('\n')];
  const readers = below.length === 0 ? [] : [`Downstream: ${listed(below)}`];
  return [title, ...table, ...readers].join('\n\n');
}

function changeText({ change, before, after }: ColumnChange): string {
  switch (change) {
    case 'added':
      return `added, ${codeCell(after ?? '')}`;
    case 'removed':
      return `removed, was ${codeCell(before ?? '')}`;
    case 'type':
    case 'origin':
      return `${codeCell(before ?? '')} → ${codeCell(after ?? '')}`;
  }
}

function listed(names: readonly string[]): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).map(codeCell).join(', ')}${more}`;
}
