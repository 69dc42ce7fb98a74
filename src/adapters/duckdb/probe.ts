import { EngineError, type FileScan, type Probe, type Session } from '../../adapter/port.ts';
import { identifier } from '../../sql/identifier.ts';
import { rawRows } from './contract/held-scan.ts';
import { exactDrift, keysIn } from './contract/json-keys.ts';
import { scanSql } from './scan.ts';
import { driftText } from './scan-csv.ts';

/** Counts every column, so that every value is read; an interruption is no finding and is thrown, nor is a lack of memory. */
export async function probe(session: Session, scan: FileScan): Promise<Probe> {
  const shown = scan.files[0]?.shown ?? '';
  try {
    const relation = scanSql({ ...scan, pseudo: [] });
    const names = scan.columns.length > 0 ? scan.columns : await session.columns(`from ${relation}`);
    const counts = names.map(({ name }, index) => `, count(${identifier(name)}) as c${index}`).join('');
    const [row] = await session.rows(`select count(*) as rows${counts} from ${relation}`);
    const rows = Number(row?.rows ?? 0);
    const empty = names.filter((_, index) => Number(row?.[`c${index}`]) === 0);
    const other = rows > 0 && empty.length > 0 ? await otherKeys(session, scan) : null;
    return other === null ? { ok: true, rows } : { ok: false, reason: `${shown} ${other}` };
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind === 'interrupted' || error.kind === 'memory') throw error;
    return { ok: false, reason: error.message.includes(shown) ? error.message : `${shown}: ${error.message}` };
  }
}

/** Records may leave keys out and have more of them; keys that have others in their place are other columns. */
async function otherKeys(session: Session, scan: FileScan): Promise<string | null> {
  if (scan.format !== 'json' || scan.columns.length === 0) return null;
  const [names = []] = (await keysIn(session, rawRows(scan, false))).values();
  const { missing, extra } = exactDrift(scan.columns, names);
  return missing.length > 0 && extra.length > 0 ? driftText(missing, extra) : null;
}
