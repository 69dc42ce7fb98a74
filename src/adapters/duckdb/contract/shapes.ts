import { EngineError, type FileScan, type Session } from '../../../adapter/port.ts';
import { scanSql } from '../scan.ts';

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
