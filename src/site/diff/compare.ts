import { sameName } from '../../check/columns.ts';
import type { State, StateColumn, StateNode } from './state.ts';

export interface ColumnChange {
  readonly name: string;
  readonly change: 'added' | 'removed' | 'type' | 'origin';
  readonly before: string | null;
  readonly after: string | null;
  /** `node.column` of everything that is computed from it, near ones first. */
  readonly readBy: readonly string[];
}

export interface NodeChange {
  readonly name: string;
  readonly resource: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** `SQL`, `table → view`, …; empty where only columns changed. */
  readonly what: readonly string[];
  readonly columns: readonly ColumnChange[];
  /** Everything below it that is there now. */
  readonly below: readonly string[];
}

export interface Difference {
  readonly nodes: readonly NodeChange[];
  /** Whether the earlier state has columns to compare with. */
  readonly comparesColumns: boolean;
}

/** What changed from one state to another. `below` gives the names of all nodes below a node, as it is now. */
export function compare(before: State, after: State, below: (name: string) => readonly string[]): Difference {
  const readers = readersOf([before, after]);
  const names = [...new Set([...after.keys(), ...before.keys()])];
  const nodes = names.flatMap((name): NodeChange[] => {
    const [old, now] = [before.get(name), after.get(name)];
    const node = now ?? old;
    if (!node) return [];
    const columns = old && now ? changedColumns(name, old, now, readers) : [];
    const what = old && now ? changedParts(old, now) : [];
    if (old && now && columns.length === 0 && what.length === 0) return [];
    const change = !old ? 'added' : !now ? 'removed' : 'changed';
    return [{ name, resource: node.resource, change, what, columns, below: now ? below(name) : [] }];
  });
  return { nodes, comparesColumns: [...before.values()].some(({ columns }) => columns !== null) };
}

function changedParts(before: StateNode, after: StateNode): string[] {
  const isOther = before.checksum !== null && after.checksum !== null && before.checksum !== after.checksum;
  return [
    ...(isOther ? [after.resource === 'seed' ? 'rows' : 'SQL'] : []),
    ...(before.kind === after.kind ? [] : [`${before.kind} → ${after.kind}`]),
  ];
}

type Readers = ReadonlyMap<string, ReadonlySet<string>>;

function changedColumns(name: string, before: StateNode, after: StateNode, readers: Readers): ColumnChange[] {
  const [old, now] = [before.columns, after.columns];
  if (old === null || now === null || old.length === 0) return [];
  const find = (list: readonly StateColumn[], column: string) => list.find((one) => sameName(one.name, column));
  const readBy = (column: string) => reached(readers, `${name}.${column}`);
  const changed = now.flatMap((column): ColumnChange[] => {
    const was = find(old, column.name);
    const common = { name: column.name, readBy: readBy(column.name) };
    if (!was) return [{ ...common, change: 'added', before: null, after: column.type }];
    if (was.type !== column.type) return [{ ...common, change: 'type', before: was.type, after: column.type }];
    if (was.origin === null || column.origin === null || was.origin === column.origin) return [];
    return [{ ...common, change: 'origin', before: was.origin, after: column.origin }];
  });
  const gone = old.filter((column) => !find(now, column.name));
  return [
    ...changed,
    ...gone.map(
      (column): ColumnChange => ({
        name: column.name,
        change: 'removed',
        before: column.type,
        after: null,
        readBy: readBy(column.name),
      }),
    ),
  ];
}

/** Who reads a column, before or now: what is removed was read by what stood before. */
function readersOf(states: readonly State[]): Readers {
  const readers = new Map<string, Set<string>>();
  for (const state of states) {
    for (const { name, columns } of state.values()) {
      for (const column of columns ?? []) {
        for (const from of column.from) {
          const known = readers.get(from.toLowerCase()) ?? new Set();
          readers.set(from.toLowerCase(), known.add(`${name}.${column.name}`));
        }
      }
    }
  }
  return readers;
}

function reached(readers: Readers, start: string): string[] {
  const found = new Set<string>();
  let layer = [start];
  while (layer.length > 0) {
    const next = layer.flatMap((one) => [...(readers.get(one.toLowerCase()) ?? [])]).filter((one) => !found.has(one));
    for (const one of next) found.add(one);
    layer = [...new Set(next)];
  }
  found.delete(start);
  return [...found];
}
