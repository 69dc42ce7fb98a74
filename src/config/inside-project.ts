import { isAbsolute, normalize } from 'node:path/posix';

/** A path relative to the project in its shortest form, or null when it leaves the project. */
export function insideProject(path: string): string | null {
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path) || path.includes('\\')) return null;
  const short = normalize(path).replace(/\/$/, '');
  return short === '..' || short.startsWith('../') ? null : short;
}
