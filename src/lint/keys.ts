import type { Manifest } from '../nodes/manifest.ts';
import type { DataTest, Node, NodeId } from '../nodes/node.ts';

/** What a project promises of the rows of its tables. Names are in lower case. */
export interface Promises {
  /** Columns whose values together are there once. */
  readonly keys: readonly (readonly string[])[];
  /** Columns without NULL. */
  readonly filled: ReadonlySet<string>;
  /** It never has more than one row. */
  readonly isOneRow: boolean;
}

/** Promises by node: tests without `where` that fail a build, constraints, and the keys that a run keeps unique itself. */
export function promisesOf(manifest: Manifest): (id: NodeId) => Promises {
  const tests = new Map<NodeId, DataTest[]>();
  for (const node of manifest.nodes.values()) {
    if (node.resource !== 'test' || node.attached === null || node.generic === null) continue;
    const { where, severity } = node.config;
    if (where !== null || severity !== 'error') continue;
    const known = tests.get(node.attached);
    if (known) known.push(node);
    else tests.set(node.attached, [node]);
  }
  const found = new Map<NodeId, Promises>();
  return (id) => {
    const known = found.get(id) ?? promises(manifest.nodes.get(id), tests.get(id) ?? []);
    found.set(id, known);
    return known;
  };
}

function promises(node: Node | undefined, tests: readonly DataTest[]): Promises {
  const keys: string[][] = [];
  const filled = new Set<string>();
  const name = (text: unknown) => String(text).toLowerCase();
  const keep = (columns: readonly unknown[]) => keys.push(columns.map(name));
  for (const { generic, columnName } of tests) {
    if (generic?.name === 'unique' && columnName !== null) keep([columnName]);
    if (generic?.name === 'unique_combination' && Array.isArray(generic.args.columns)) keep(generic.args.columns);
    if (generic?.name === 'not_null' && columnName !== null) filled.add(name(columnName));
  }
  if (node && 'columns' in node) {
    for (const column of node.columns) {
      for (const { type } of column.constraints) {
        if (type === 'unique' || type === 'primary_key') keep([column.name]);
        if (type === 'not_null' || type === 'primary_key') filled.add(name(column.name));
      }
    }
  }
  if (node?.resource === 'model') {
    for (const { type, columns } of node.constraints) {
      if (type === 'unique' || type === 'primary_key') keep(columns);
      if (type === 'not_null' || type === 'primary_key') for (const column of columns) filled.add(name(column));
    }
    const { materialized, incremental_strategy, unique_key } = node.config;
    if (materialized === 'incremental' && incremental_strategy !== 'append' && unique_key.length > 0) keep(unique_key);
  }
  return { keys: keys.filter((key) => key.length > 0), filled, isOneRow: tests.some(isOneRow) };
}

function isOneRow({ generic }: DataTest): boolean {
  return generic?.name === 'row_count' && Number(generic.args.max) <= 1;
}
