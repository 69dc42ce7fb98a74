import { builtinTests } from '../compile/generic-tests.ts';
import { mark } from '../nodes/code.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { type DataTest, holdsConstraints, type Model, type NodeId } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';

/** Whether a column of a node is never null, by what is promised or tested. Names compare without case. */
export type IsFilled = (id: NodeId, column: string) => boolean;

export function filledColumns(manifest: Manifest): IsFilled {
  const filled = new Set<string>();
  const key = (id: NodeId, column: string) => `${id}\n${column.toLowerCase()}`;
  for (const node of manifest.nodes.values()) {
    if (node.resource === 'model') for (const column of promised(node)) filled.add(key(node.id, column));
    if (node.resource === 'test' && node.attached !== null && node.columnName !== null && proves(node)) {
      filled.add(key(node.attached, node.columnName));
    }
  }
  return (id, column) => filled.has(key(id, column));
}

/** Columns that an enforced contract keeps from being null. */
function promised(model: Model): readonly string[] {
  if (!holdsConstraints(model)) return [];
  const { columns, constraints } = model;
  const keeps = ({ type }: Model['constraints'][number]) => type === 'not_null' || type === 'primary_key';
  return [
    ...columns.filter((column) => column.constraints.some(keeps)).map((column) => column.name),
    ...constraints.filter(keeps).flatMap((one) => one.columns),
  ];
}

/** A `not_null` that fails for a single row. A test of the project's own may go by that name and ask something else. */
function proves({ generic, config, code, unexpanded, columnName }: DataTest): boolean {
  if (generic?.name !== 'not_null' || config.severity !== 'error' || config.error_if.replace(/\s/g, '') !== '!=0') {
    return false;
  }
  const model = mark('i', 0);
  const column = identifier(columnName ?? '');
  const asked = builtinTests.not_null?.sql({ model, column, args: {}, relation: () => '', now: '' });
  return (unexpanded?.code ?? code).text === asked;
}
