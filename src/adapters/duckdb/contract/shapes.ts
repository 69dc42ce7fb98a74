import { EngineError, type FileScan, type Session } from '../../../adapter/port.ts';
import { fileList } from '../file-list.ts';
import { scanSql } from '../scan.ts';

/** The shapes of parquet files, in their order, where they are not all alike; null for each where they are. */
export async function shapesOf(session: Session, scan: FileScan): Promise<readonly (string | null)[]> {
  if (scan.format !== 'parquet' || scan.files.length < 2 || (await areAlike(session, scan))) {
    return scan.files.map(() => null);
  }
  return (await withShapes(session, scan)).files.map(({ shape }) => shape ?? null);
}

/** One look at the ends of all files. One that cannot be read is found by whoever reads it. */
async function areAlike(session: Session, { files }: FileScan): Promise<boolean> {
  const fields = 'name, type, type_length, num_children, converted_type, scale, precision, logical_type';
  try {
    const [row] = await session.rows(
      `select count(distinct fields) as shapes from (
         select list(row(${fields}) order by place) as fields
         from (select *, row_number() over () as place from parquet_schema(${fileList(files.map(({ path }) => path))}))
         group by file_name)`,
    );
    return Number(row?.shapes) < 2;
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind === 'interrupted') throw error;
    return true;
  }
}

/** The shapes of files as they say themselves; a file that cannot be read has none. */
export async function withShapes(session: Session, scan: FileScan): Promise<FileScan> {
  const files: FileScan['files'][number][] = [];
  for (const { path, shown } of scan.files) {
    const file = { path, shown };
    try {
      const plain = scanSql({ files: [file], format: scan.format, columns: [], loadedAt: scan.loadedAt, pseudo: [] });
      files.push({ ...file, shape: JSON.stringify(await session.columns(`from ${plain}`)) });
    } catch (error) {
      if (!(error instanceof EngineError) || error.kind === 'interrupted') throw error;
      files.push(file);
    }
  }
  return { ...scan, files };
}
