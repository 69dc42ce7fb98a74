import { type Diagnostic, diagnostic } from './diagnostic.ts';

/** Codes by which the system refuses a file; others come of mistakes in mart. */
const refused: ReadonlySet<string> = new Set([
  ...['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'ENFILE', 'EIO', 'EBUSY', 'ETXTBSY'],
  ...['ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG'],
]);

/** What the system refused as a finding (M120); null for any other error. */
export function systemFinding(error: unknown): Diagnostic | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!refused.has(error.code)) return null;
  return diagnostic('M120', error.message.replace(/^([A-Z]+): /, ''), { notes: [error.code] });
}
