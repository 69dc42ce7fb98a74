import {
  type BadRow,
  type BadRows,
  EngineError,
  type FileScan,
  type SeedLoad,
  type Session,
} from '../../adapter/port.ts';
import { misfitsIn, numbered } from './contract/held-scan.ts';
import { rawPart } from './contract/raw-csv.ts';
import { endsInQuotes, linesOfRows } from './physical-line.ts';

const mostRows = 10;

/** The rows of a seed that do not fit its header or the declared types; none where the file cannot be cut into rows. */
export async function badRows(session: Session, load: SeedLoad): Promise<BadRows> {
  const types = new Map(Object.entries(load.types).map(([name, type]) => [name.toLowerCase(), type]));
  const scan: FileScan = {
    files: [{ path: load.path, shown: load.path }],
    format: 'csv',
    columns: load.header.map((name) => ({ name, type: types.get(name.toLowerCase()) ?? 'VARCHAR' })),
    loadedAt: '',
    contract: { columns: 'discard_row', dataType: 'discard_row' },
  };
  const header = { names: load.header, delimiter: load.delimiter };
  const query = misfitsIn(scan, "''", numbered(rawPart(scan, header, [load.path], true), false));
  if (query === null) return { rows: [], more: 0 };
  try {
    if (endsInQuotes(load.path)) return { rows: [], more: 0 };
    const [all] = await session.rows(`select count(distinct row_number) as n from (${query})`);
    const faults = await session.rows(
      `select row_number, column_name, value, reason from (${query}) qualify dense_rank() over (order by row_number) <= ${mostRows} order by row_number`,
    );
    const found = new Map<number, string[]>();
    for (const { row_number, column_name, value, reason } of faults) {
      const what = String(reason).replace(/^it /, '');
      const text = column_name === null ? ` ${what}` : `: ${JSON.stringify(value)} in column "${column_name}" ${what}`;
      found.set(Number(row_number), [...(found.get(Number(row_number)) ?? []), text]);
    }
    const lines = linesOfRows(load.path, [...found.keys()]);
    const rows = [...found.values()].map((reasons, at): BadRow => ({ line: lines[at] ?? 0, reasons }));
    return { rows, more: Number(all?.n ?? 0) - rows.length };
  } catch (error) {
    if (error instanceof EngineError && error.kind !== 'interrupted') return { rows: [], more: 0 };
    throw error;
  }
}
