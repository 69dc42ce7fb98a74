import type { ModelLineage, NodeColumn } from '../check/lineage.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type Model, type NodeId } from '../nodes/node.ts';
import { mermaidText } from '../site/export/mermaid.ts';
import type { Followed } from './lineage-follow.ts';

type NameOf = (id: NodeId) => string;

/** Names of nodes as people read them. */
export function namer(manifest: Manifest): (id: NodeId) => string {
  return (id) => {
    const node = manifest.nodes.get(id);
    return node ? displayName(node) : id;
  };
}

export interface Traced {
  readonly model: Model;
  readonly lineage: ModelLineage;
}

/** `[{model, columns: [{name, type, kind, from}], rows, unknown}]`, as the language has it. */
export function modelsJson(all: readonly Traced[], nameOf: NameOf): string {
  const plain = (list: readonly NodeColumn[]) => list.map(({ id, column }) => ({ node: nameOf(id), column }));
  const models = all.map(({ model, lineage }) => ({
    model: displayName(model),
    columns: lineage.columns.map((one) => ({ ...one, from: plain(one.from) })),
    rows: plain(lineage.rows),
    unknown: lineage.unknown,
  }));
  return `${JSON.stringify(models, null, 1)}\n`;
}

export function modelsText(all: readonly Traced[], nameOf: NameOf): string {
  const list = (columns: readonly NodeColumn[]) =>
    columns.map(({ id, column }) => `${nameOf(id)}.${column}`).join(', ');
  return all
    .map(({ model, lineage }) => {
      if (lineage.unknown !== null) return `${displayName(model)}\n  unknown, because ${lineage.unknown}\n`;
      const width = Math.max(0, ...lineage.columns.map(({ name }) => name.length));
      const lines = lineage.columns.map(
        ({ name, kind, from }) => `  ${name.padEnd(width)}  ${kind}${from.length > 0 ? `  <- ${list(from)}` : ''}`,
      );
      const rows = lineage.rows.length > 0 ? [`  rows  <- ${list(lineage.rows)}`] : [];
      return `${[displayName(model), ...lines, ...rows].join('\n')}\n`;
    })
    .join('\n');
}

export function modelsMermaid(all: readonly Traced[], nameOf: NameOf): string {
  const edges = all.flatMap(({ model, lineage }) =>
    lineage.columns.flatMap(({ name, kind, from }) =>
      from.map((one) => [`${nameOf(one.id)}.${one.column}`, kind, `${displayName(model)}.${name}`] as const),
    ),
  );
  return mermaidText([], edges);
}

export function columnJson(tree: Followed, nameOf: NameOf): string {
  const plain = ({ id, column, type, kind, unknown, next }: Followed): unknown => ({
    node: nameOf(id),
    column,
    type,
    kind,
    unknown,
    next: next.map(plain),
  });
  return `${JSON.stringify(plain(tree), null, 1)}\n`;
}

/** A line a column, each below the one that it comes from or goes into. */
export function columnText(tree: Followed, nameOf: NameOf): string {
  const lines: string[] = [];
  const walk = (at: Followed, depth: number): void => {
    const said = at.unknown === null ? at.kind : `unknown, because ${at.unknown}`;
    const parts = [`${nameOf(at.id)}.${at.column}`, at.type, said, at.isSeen ? '(above)' : null];
    lines.push(`${'  '.repeat(depth)}${parts.filter((part) => part !== null).join('  ')}`);
    for (const next of at.next) walk(next, depth + 1);
  };
  walk(tree, 0);
  return `${lines.join('\n')}\n`;
}

export function columnMermaid(tree: Followed, nameOf: NameOf, direction: 'up' | 'down'): string {
  const edges: (readonly [string, string, string])[] = [];
  const label = ({ id, column }: NodeColumn) => `${nameOf(id)}.${column}`;
  const walk = (at: Followed): void => {
    for (const next of at.next) {
      edges.push(
        direction === 'up' ? [label(next), at.kind ?? '', label(at)] : [label(at), next.kind ?? '', label(next)],
      );
      walk(next);
    }
  };
  walk(tree);
  return mermaidText([], edges);
}
