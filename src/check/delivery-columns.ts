import { pseudoColumns, type Session } from '../adapter/port.ts';
import type { FilledCode } from '../nodes/code.ts';
import { identifier } from '../sql/identifier.ts';
import { deliveryColumns } from './source-files.ts';

/**
 * `select *, _source_file from {{source …}}` names the column twice, once in the star, since no engine can hide a
 * column from a star: the one that is named by itself stays. Any other query is left as it is, also one that the engine
 * refuses: whoever builds it says so.
 */
export async function withoutTwins(session: Session, code: FilledCode): Promise<FilledCode> {
  if (!code.text.includes('*') || deliveryColumns(code.text).length === 0) return code;
  const columns = await session.columns(code.text).catch(() => []);
  const names = columns.map(({ name }) => name.toLowerCase());
  const isTwin = names.map((name, at) => isPseudo(name) && names.includes(name, at + 1));
  if (!isTwin.includes(true)) return code;
  const aliases = columns.map(({ name }, at) => (isTwin[at] ? `__twin_${at}` : name));
  const kept = aliases.filter((_, at) => !isTwin[at]);
  const before = `select ${kept.map(identifier).join(', ')} from (\n`;
  return {
    text: `${before}${code.text}\n) as delivered(${aliases.map(identifier).join(', ')})`,
    map: code.map.map((piece) => ({ ...piece, at: piece.at + before.length })),
  };
}

function isPseudo(name: string): boolean {
  return (pseudoColumns as readonly string[]).includes(name);
}
