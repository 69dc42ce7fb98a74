import type { ColumnType, FileScan, Session } from '../../../adapter/port.ts';
import { csvHeader } from '../csv-header.ts';
import { scanSql } from '../scan.ts';
import { drift } from '../scan-csv.ts';
import { fitsSql, isNested } from './fits.ts';
import { byShape, rawRows } from './held-scan.ts';

/**
 * The columns of files that may evolve: a declared column in which some value does not fit takes the type that the engine
 * finds for it in all files, and columns that nobody declares come after the declared ones.
 */
export async function evolved(session: Session, scan: FileScan): Promise<readonly ColumnType[]> {
  const { columns = null, dataType = null } = scan.contract ?? {};
  if (scan.files.length === 0) return scan.columns;
  const wider = dataType === 'evolve' ? await unfit(session, scan) : new Set<string>();
  const files = wider.size > 0 ? scan.files : filesToLookAt(scan, columns === 'evolve');
  if (files.length === 0) return scan.columns;
  const found = await session.columns(foundSql({ ...scan, files, columns: [], pseudo: [] }));
  const key = (name: string) => (scan.format === 'json' ? name : name.toLowerCase());
  const types = new Map(found.map(({ name, type }) => [key(name), type]));
  const known = new Set(scan.columns.map(({ name }) => key(name)));
  const widened = scan.columns.map((one) =>
    wider.has(one.name) ? { ...one, type: widerThan(one, types.get(key(one.name))) } : one,
  );
  const added = columns === 'evolve' ? found.filter(({ name }) => !known.has(key(name))) : [];
  // Times in a format of their own are found as times, and are no values of that type to a cast.
  const times = [...widened.filter(({ name }) => wider.has(name)), ...added].filter(({ type }) =>
    /date|time/i.test(type),
  );
  const foreign = times.length > 0 ? await unfit(session, { ...scan, files, columns: times }) : new Set<string>();
  return [...widened, ...added].map((one) => (foreign.has(one.name) ? { ...one, type: 'VARCHAR' } : one));
}

/** What the engine finds in all files; CSV files are read together where they have one delimiter. */
function foundSql(scan: FileScan): string {
  if (scan.format !== 'csv') return `from ${scanSql(scan)}`;
  const groups = new Map<string, FileScan['files'][number][]>();
  for (const file of scan.files) {
    const { delimiter } = csvHeader(file.path, file.shown);
    groups.set(delimiter, [...(groups.get(delimiter) ?? []), file]);
  }
  return [...groups.values()].map((files) => `from ${scanSql({ ...scan, files })}`).join(' union all by name ');
}

/** Plain values of several types are text to who declared a plain type, not JSON. */
function widerThan({ type }: ColumnType, found: string | undefined): string {
  return found === undefined || (found === 'JSON' && !isNested(type)) ? 'VARCHAR' : found;
}

/** Those that may have further columns: a header says so, other formats have to be looked into. */
function filesToLookAt(scan: FileScan, isEvolving: boolean): FileScan['files'] {
  if (!isEvolving) return [];
  if (scan.format !== 'csv') return scan.files;
  return scan.files.filter(({ path, shown }) => drift(scan.columns, csvHeader(path, shown).names).extra.length > 0);
}

/** Columns with a value that is not of their type. */
async function unfit(session: Session, scan: FileScan): Promise<ReadonlySet<string>> {
  const tried = scan.columns.map(({ name, type }, at) => ({
    name,
    fits: fitsSql(`c${at}`, { name, type }, scan.format),
  }));
  const all = tried.map(({ fits }, at) => `coalesce(bool_and(${fits}), true) as f${at}`).join(', ');
  const each = byShape(scan).map((one) => `select ${all} from ${rawRows(one, false)}`);
  const rows = await session.rows(each.join(' union all '));
  return new Set(tried.flatMap(({ name }, at) => (rows.some((row) => row[`f${at}`] === false) ? [name] : [])));
}
