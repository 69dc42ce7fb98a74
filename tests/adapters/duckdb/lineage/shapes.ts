import { readFileSync } from 'node:fs';
import type { QueryLineage, RelationColumn } from '../../../../src/adapter/port.ts';

/** A query and its lineage as text, one line a column and one for the rows, sources in order. */
export interface Shape {
  readonly sql: string;
  readonly lineage: readonly string[];
  /** Whether the same data give the same rows. */
  readonly isStable: boolean;
}

export const tables: readonly string[] = textOf('tables.sql').split(/;\n/).filter(Boolean);

export function shapes(): readonly Shape[] {
  const blocks = textOf('shapes.txt')
    .replace(/^#.*\n/gm, '')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter(Boolean);
  return blocks.map((block) => {
    const [, sql = '', mark = '', lines = ''] = /^([\s\S]*)\n=>(.*)\n([\s\S]*)$/.exec(block) ?? [];
    if (!sql) throw new Error(`no arrow in: ${block}`);
    return { sql, lineage: lines.split('\n').map(inOrder), isStable: mark.trim() === '' };
  });
}

function inOrder(line: string): string {
  const [left = '', right = ''] = line.split('<-');
  return lineOf(
    left.trim(),
    right.split(',').map((name) => name.trim()),
  );
}

function lineOf(left: string, names: readonly string[]): string {
  return `${left} <- ${[...names].sort().join(', ')}`.trim();
}

/** The lineage in the form of a shape. */
export function linesOf({ columns, rows, unknown }: QueryLineage): readonly string[] {
  if (unknown !== null) return [`unknown, because ${unknown}`];
  const lines = columns.map(({ name, kind, from }) => lineOf(`${name} ${kind}`, from.map(nameOf)));
  return [...lines, lineOf('rows', rows.map(nameOf))];
}

/** `t.a`, `gold.t.a`, `other.s.z.a`. */
export function nameOf({ catalog, relation, column }: RelationColumn): string {
  const schema = catalog === null && relation.schema === 'main' ? [] : [relation.schema];
  return [...(catalog === null ? [] : [catalog]), ...schema, relation.name, column].join('.');
}

function textOf(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
