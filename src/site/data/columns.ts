import { sameName } from '../../check/columns.ts';
import type { Column } from '../../nodes/node.ts';
import type { ColumnDetail } from '../contract.ts';
import type { KnownColumns, SiteInput } from '../input.ts';
import type { ShownNode } from '../shown.ts';
import { columnRefs, type Numbers } from './numbers.ts';
import { richLine } from './rich-text.ts';

type Reader = ColumnDetail['to'][number];

/** The columns of every shown node, with what each comes from and what is computed from it. */
export function columnsOf(input: SiteInput, numbers: Numbers): ColumnDetail[][] {
  const readers = readersOf(input, numbers);
  return numbers.nodes.map((node, number) => {
    const known = input.lineage.get(node.id);
    const declared = declaredOf(node);
    const found = (known?.columns ?? []).map((column) =>
      detail(
        column,
        declared.find(({ name }) => sameName(name, column.name)),
        numbers,
        readers.get(keyOf(number, column.name)),
      ),
    );
    const more = declared.filter(({ name }) => !known?.columns.some((one) => sameName(one.name, name)));
    return [...found, ...more.map((column) => detail(null, column, numbers, readers.get(keyOf(number, column.name))))];
  });
}

export function declaredOf(node: ShownNode): readonly Column[] {
  const { resource } = node;
  return resource === 'model' || resource === 'seed' || resource === 'source' ? node.columns : [];
}

function detail(
  known: KnownColumns['columns'][number] | null,
  declared: Column | undefined,
  numbers: Numbers,
  to: readonly Reader[] = [],
): ColumnDetail {
  const type = known?.type ?? '';
  const promised = declared?.dataType ?? null;
  return {
    name: known?.name ?? declared?.name ?? '',
    type,
    description: richLine(declared?.description ?? ''),
    declared: promised !== null && promised.toLowerCase() !== type.toLowerCase() ? promised : null,
    constraints: (declared?.constraints ?? []).map(({ type: kind, expression }) =>
      expression === null ? kind : `${kind} (${expression})`,
    ),
    kind: known?.kind ?? null,
    from: columnRefs(numbers, known?.from ?? []),
    to,
  };
}

function readersOf({ lineage }: SiteInput, numbers: Numbers): Map<string, Reader[]> {
  const readers = new Map<string, Reader[]>();
  for (const [id, { columns }] of lineage) {
    const reader = numbers.of.get(id);
    if (reader === undefined) continue;
    for (const { name, kind, from } of columns) {
      for (const [node, column] of columnRefs(numbers, from)) {
        const key = keyOf(node, column);
        const list = readers.get(key);
        if (list) list.push([reader, name, kind]);
        else readers.set(key, [[reader, name, kind]]);
      }
    }
  }
  return readers;
}

/** Names of columns are compared without case. */
function keyOf(node: number, column: string): string {
  return `${node}\n${column.toLowerCase()}`;
}
