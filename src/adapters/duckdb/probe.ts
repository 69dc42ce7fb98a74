import { EngineError, type FileScan, type Probe, type Session } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { scanSql } from './scan.ts';

/** Counts every column, so that every value is read; an interruption is no finding and is thrown. */
export async function probe(session: Session, scan: FileScan): Promise<Probe> {
  const shown = scan.files[0]?.shown ?? '';
  try {
    const relation = scanSql({ ...scan, pseudo: [] });
    const names = scan.columns.length > 0 ? scan.columns : await session.columns(`from ${relation}`);
    const counts = names.map(({ name }, index) => `, count(${identifier(name)}) as c${index}`).join('');
    const [row] = await session.rows(`select count(*) as rows${counts} from ${relation}`);
    return { ok: true, rows: Number(row?.rows ?? 0) };
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind === 'interrupted') throw error;
    return { ok: false, reason: error.message.includes(shown) ? error.message : `${shown}: ${error.message}` };
  }
}
