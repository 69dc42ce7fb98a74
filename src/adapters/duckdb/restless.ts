import type { Session } from '../../adapter/port.ts';
import { namesIn } from '../../sql/statement.ts';
import { pureTableFunctions } from './lineage/scan.ts';

/** What the engine's catalogue calls constant and is not, and words of its grammar that it does not list. */
const untold = [
  'age',
  'current_localtime',
  'current_localtimestamp',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
  'information_schema',
  'pg_catalog',
  'sample',
  'tablesample',
];

/** Said to change within a connection, and yet the same for every run of one target; `error` gives no value at all. */
const steady = new Set([
  'current_database',
  'current_schema',
  'current_schemas',
  'current_catalog',
  'in_search_path',
  'error',
]);

/** Words by which a query may give something else though its tables are the same, as the engine's catalogue has them. */
export async function restlessWords(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.rows(
    `select distinct lower(function_name) as name, function_type as kind, internal, macro_definition as definition
     from duckdb_functions()
     where stability <> 'CONSISTENT' or function_type in ('table', 'macro', 'table_macro')
     union all
     select lower(database_name), 'database', false, null from duckdb_databases()
     where not internal and database_name <> current_database()`,
  );
  const words = new Set(untold);
  const macros: { readonly name: string; readonly uses: ReadonlySet<string> }[] = [];
  for (const { name, kind, internal, definition } of rows) {
    const word = String(name);
    if (steady.has(word)) continue;
    if (kind === 'macro' || kind === 'table_macro') {
      const uses = namesIn(String(definition));
      // A macro of somebody's own that reads a table reads one that nobody names.
      if (internal === false && (kind === 'table_macro' || uses.has('select') || uses.has('from'))) words.add(word);
      else macros.push({ name: word, uses });
    } else if (kind !== 'table' || !pureTableFunctions.has(word)) words.add(word);
  }
  for (let grown = -1; grown !== words.size; ) {
    grown = words.size;
    for (const { name, uses } of macros) if ([...uses].some((used) => words.has(used))) words.add(name);
  }
  return words;
}
