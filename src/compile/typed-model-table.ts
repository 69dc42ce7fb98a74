import { AliasNode, IdentifierNode, RawNode, sql } from 'kysely';
import type { InputTable } from './typed-model.ts';

/**
 * SQL that stands for a table, with a name of its own in the query: what is put in its place when it runs may be called
 * anything, or be a scan without a name.
 */
export function tableOf<Row, Alias extends string>(text: string, alias: Alias): InputTable<Row, Alias> {
  const named = <Name extends string>(name: Name) => ({
    expression: sql.raw<Row>(text),
    alias: name,
    toOperationNode: () => AliasNode.create(RawNode.createWithSql(text), IdentifierNode.create(name)),
  });
  return { ...named(alias), as: named };
}
