import type { FileScan } from '../../../adapter/port.ts';
import { identifier } from '../../../sql/identifier.ts';
import { literal } from '../../../sql/literal.ts';
import type { CsvHeader } from '../csv-header.ts';
import { headerGroups, readCsv } from '../scan-csv.ts';

/** More values than this beside those of the header make a file unreadable. */
const mostSurplus = 16;
/** What no file holds: so a value that is missing at the end of a row is told from one that is empty. */
const nothing = '\uE000nothing';
const noMore = 'cast([] as struct(key varchar, value varchar)[])';

/**
 * Rows of CSV files as text. `padded` reads rows that are longer or shorter than the header, which is told of each; not
 * of packed files, of which nobody could say whether they end in quotes, nor of those with one column, whose blank lines
 * are rows that a padded reader skips.
 */
export function rawCsv(scan: FileScan, padded: boolean): string {
  const parts = headerGroups(scan).map(({ header, paths }) =>
    rawPart(scan, header, paths, padded && header.names.length > 1 && !paths.some((path) => path.endsWith('.gz'))),
  );
  return parts.join(' union all ');
}

/** Rows of files with one header. */
export function rawPart(
  scan: FileScan,
  { names, delimiter }: CsvHeader,
  paths: readonly string[],
  padded: boolean,
): string {
  const surplus = padded ? Array.from({ length: mostSurplus }, (_, at) => `_mart_more_${at}`) : [];
  const typed = [...names, ...surplus].map((name) => ({ name, type: 'VARCHAR' }));
  const padding = padded ? `null_padding = true, nullstr = ${literal(nothing)}, parallel = false` : undefined;
  const cell = (name: string) => (padded ? `nullif(${identifier(name)}, '')` : identifier(name));
  const written = new Map(names.map((name) => [name.toLowerCase(), name]));
  const declared = new Set(scan.columns.map(({ name }) => name.toLowerCase()));
  const cells = scan.columns.map(({ name }, at) => {
    const there = written.get(name.toLowerCase());
    return `${there === undefined ? 'cast(null as varchar)' : cell(there)} as c${at}`;
  });
  const others = names.filter((name) => !declared.has(name.toLowerCase()));
  const more = others.map((name) => `{'key': ${literal(name)}, 'value': ${cell(name)}}`).join(', ');
  const record = names.map((name) => `${literal(name)}, ${cell(name)}`).join(', ');
  const columns = [
    'filename as "_mart_file"',
    ...cells,
    `${others.length === 0 ? noMore : `list_filter([${more}], one -> one.value is not null)`} as "_mart_more"`,
    `${padded ? brokenSql(names, surplus) : 'cast(null as varchar)'} as "_mart_broken"`,
    `${padded ? `nullif(concat_ws(${literal(delimiter)}, ${surplus.map(identifier).join(', ')}), '')` : 'cast(null as varchar)'} as "_mart_surplus"`,
    `json_object(${record}) as "_mart_record"`,
  ];
  return `select ${columns.join(', ')} from ${readCsv(paths, typed, delimiter, padding)}`;
}

/** Values are there or not: how many there are is told as it is of files that are refused. */
function brokenSql(names: readonly string[], surplus: readonly string[]): string {
  const all = [...names, ...surplus].map((name) => `(${identifier(name)} is not null)::integer`).join(' + ');
  const count = names.length;
  return `case when (${all}) <> ${count} then 'it has ' || (${all}) || case when (${all}) = 1 then ' value' else ' values' end || ' where the header has ${count}' end`;
}
