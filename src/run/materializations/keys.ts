import type { Row } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { literal } from '../../sql/literal.ts';
import type { Build } from './build.ts';
import { columnList } from './columns.ts';

const shown = 3;

/** The same key twice is an error that names key, value and how often (M502); NULL keys equal each other. */
export async function refuseDuplicates(build: Build, relation: string, key: readonly string[]): Promise<void> {
  const columns = columnList(key);
  const rows = await build.session.rows(
    `select ${columns}, count(*) as mart_copies, count(*) over () as mart_keys from ${relation} group by ${columns} having count(*) > 1 order by mart_copies desc, ${columns} limit ${shown}`,
  );
  if (rows.length === 0) return;
  const keys = Number(rows[0]?.mart_keys);
  const named = key.map((name) => `\`${name}\``).join(', ');
  throw new DiagnosticError([
    diagnostic('M502', `\`unique_key\` ${named} has ${keys === 1 ? 'a value' : `${keys} values`} more than once`, {
      labels: labelsAt(build.code, null, 1, 'rows of this model', build.place),
      notes: rows.map((row) => `${keyText(row, key)}: ${Number(row.mart_copies)} rows`),
      help: 'keep one row a key in the model (`qualify row_number() over (partition by … order by …) = 1`), or name the columns that make a row unique',
      node: build.place.node,
    }),
  ]);
}

function keyText(row: Row, key: readonly string[]): string {
  return key.map((name) => `${name} = ${literal(row[name])}`).join(', ');
}
