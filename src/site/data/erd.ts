import { sameName } from '../../check/columns.ts';
import type { DataTest, NodeId } from '../../nodes/node.ts';
import { displayName } from '../../nodes/node.ts';
import type { ColumnDetail, Erd, ErdJoin, ErdTable } from '../contract.ts';
import type { SiteInput } from '../input.ts';
import { placed } from '../layout/placed.ts';
import type { Numbers } from './numbers.ts';

type Line = ErdTable['columns'][number];

const headHeight = 34;
const lineHeight = 22;
const padding = 24;
const letter = 7.6;

/** Tables that `relationships` tests connect, with their keys. What refers stands right of what it refers to. */
export function erdOf(
  input: SiteInput,
  numbers: Numbers,
  columns: readonly (readonly ColumnDetail[])[],
  statusOf: (id: NodeId) => string,
): Erd {
  const joins = new Map<string, ErdJoin>();
  const tables = new Map<number, number>();
  const primary = new Set<string>();
  const place = (node: number): number => {
    const found = tables.get(node) ?? tables.size;
    tables.set(node, found);
    return found;
  };
  for (const test of input.manifest.nodes.values()) {
    if (test.resource !== 'test' || test.attached === null) continue;
    const child = numbers.of.get(test.attached);
    if (child === undefined || test.columnName === null) continue;
    if (test.generic?.name === 'unique') primary.add(`${child}\n${test.columnName.toLowerCase()}`);
    if (test.generic?.name !== 'relationships') continue;
    const parent = parentOf(test, numbers);
    if (parent === undefined) continue;
    const field = String(test.generic.args.field ?? '');
    const join = { from: place(child), column: test.columnName, to: place(parent), field, status: statusOf(test.id) };
    joins.set(`${join.from}\n${join.column}\n${join.to}\n${field}`, join);
  }
  const all = [...joins.values()];
  const shown = [...tables].map(([node, at]) =>
    tableOf(node, nameOf(numbers, node), columns[node] ?? [], at, all, (column) =>
      primary.has(`${node}\n${column.toLowerCase()}`),
    ),
  );
  const refersTo = shown.map((_, at) => [
    ...new Set(all.filter(({ from, to }) => from === at && to !== at).map(({ to }) => to)),
  ]);
  return { tables: shown, joins: all, layout: placed(shown, withoutCircles(refersTo)) };
}

function nameOf({ nodes }: Numbers, node: number): string {
  const found = nodes[node];
  return found ? displayName(found) : '';
}

/** The other node that the test reads; the own one when a table refers to itself. */
function parentOf(test: DataTest, numbers: Numbers): number | undefined {
  const other = test.dependsOn.find((id) => id !== test.attached) ?? test.attached;
  return other === null ? undefined : numbers.of.get(other);
}

function tableOf(
  node: number,
  name: string,
  columns: readonly ColumnDetail[],
  at: number,
  joins: readonly ErdJoin[],
  isPrimary: (column: string) => boolean,
): ErdTable {
  const foreign = joins.filter(({ from }) => from === at).map(({ column }) => column);
  const referred = joins.filter(({ to }) => to === at).map(({ field }) => field);
  const keys = columns.flatMap(({ name: column, type }): Line[] => {
    if (foreign.some((one) => sameName(one, column))) return [{ name: column, type, key: 'foreign' }];
    const isKey = referred.some((one) => sameName(one, column)) || isPrimary(column);
    return isKey ? [{ name: column, type, key: 'primary' }] : [];
  });
  const unknown = [...new Set([...referred, ...foreign])].filter(
    (one) => !columns.some((column) => sameName(column.name, one)),
  );
  const shown = [...keys, ...unknown.map((column): Line => ({ name: column, type: '', key: null }))];
  const longest = shown.reduce((most, one) => Math.max(most, one.name.length + one.type.length + 5), name.length);
  const more = columns.length - keys.length;
  return {
    node,
    columns: shown,
    more,
    width: Math.round(longest * letter + padding),
    height: headHeight + (shown.length + (more > 0 ? 1 : 0)) * lineHeight + 8,
  };
}

/** Tables may refer to each other in a circle; the layout leaves the edge out that would close it. */
function withoutCircles(parents: readonly (readonly number[])[]): number[][] {
  const kept = parents.map((): number[] => []);
  const reaches = (from: number, to: number): boolean =>
    from === to || (kept[from] ?? []).some((parent) => reaches(parent, to));
  parents.forEach((list, child) => {
    for (const parent of list) if (!reaches(parent, child)) kept[child]?.push(parent);
  });
  return kept;
}
