import type { RelationColumn } from '../../../adapter/port.ts';
import type { Bits } from './value.ts';

/** Gives each column of a table its bit, and tells the columns of a set of bits. */
export interface Sources {
  bit(column: RelationColumn): Bits;
  columns(bits: Bits): readonly RelationColumn[];
}

export function sources(): Sources {
  const known: RelationColumn[] = [];
  const numbers = new Map<string, number>();
  return {
    bit(column) {
      const { catalog, relation } = column;
      const key = JSON.stringify([catalog, relation.schema, relation.name, column.column]);
      let number = numbers.get(key);
      if (number === undefined) {
        number = known.push(column) - 1;
        numbers.set(key, number);
      }
      return 1n << BigInt(number);
    },
    columns: (bits) => known.filter((_, number) => (bits >> BigInt(number)) & 1n).sort(inOrder),
  };
}

/** By catalog, schema, table and name: the same query always says the same. */
function inOrder(one: RelationColumn, other: RelationColumn): number {
  return (
    compare(one.catalog ?? '', other.catalog ?? '') ||
    compare(one.relation.schema, other.relation.schema) ||
    compare(one.relation.name, other.relation.name) ||
    compare(one.column, other.column)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
