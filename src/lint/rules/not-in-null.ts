import { displayName } from '../../nodes/node.ts';
import type { Finding } from '../finding.ts';
import { type ModelText, placeOf, textFinding } from '../model-text.ts';

/** `not in` over a column that may hold NULL: one such row, and the condition holds for none. */
export function notInNull(given: ModelText): readonly Finding[] {
  const { world, promisesOf, nodeOf } = given;
  return given.sides.flatMap((side) =>
    side.text.notIns.flatMap(({ at, column, isLoose }) => {
      const id = nodeOf(column.relation);
      const node = id === null ? undefined : world.manifest.nodes.get(id);
      const written = /^(?:not\s+in|in|<>|!=)/i.exec(side.code.text.slice(at, at + 40))?.[0];
      const place = placeOf(side, at, written?.length ?? 1);
      if (!node || !place || (!isLoose && promisesOf(node.id).filled.has(column.column.toLowerCase()))) return [];
      const owner = `\`${displayName(node)}\``;
      return [
        textFinding(given, place, {
          rule: 'not-in-null',
          message: `\`not in\` finds nothing as soon as one \`${column.column}\` is NULL`,
          label: isLoose ? 'NULL where the outer join finds no partner' : `nothing says that ${owner} has none`,
          help: `use \`not exists\`, leave NULL out of the subquery (\`where ${column.column} is not null\`)${isLoose ? '' : `, or give the column of ${owner} a \`not_null\` test`}`,
        }),
      ];
    }),
  );
}
