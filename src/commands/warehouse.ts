import type { Adapter } from '../adapter/port.ts';
import type { Standing } from '../check/memory.ts';
import type { Warehouse } from '../check/world.ts';
import { type Relation, relationName, relationSql } from '../sql/relation.ts';

/** The tables of an open database, for the check before a run; each is described once. */
export async function warehouseOf(adapter: Adapter): Promise<Warehouse> {
  const keyOf = (relation: Relation) => relationName(relation).toLowerCase();
  const existing = new Map((await adapter.relations()).map((one) => [keyOf(one), one]));
  const columns = (relation: Relation) => adapter.read((session) => session.columns(`from ${relationSql(relation)}`));
  return {
    columns: async (relation) => {
      const found = relation.database === undefined ? existing.get(keyOf(relation)) : relation;
      // A view over something that is gone cannot be described: then it is as if it were not there.
      return found ? columns(found).catch(() => null) : null;
    },
    standing: async () => {
      const all: Standing[] = [];
      for (const { schema, name } of existing.values()) {
        const found = schema === '_mart' ? null : await columns({ schema, name }).catch(() => null);
        if (found) all.push({ relation: { schema, name }, columns: found });
      }
      return all;
    },
  };
}
