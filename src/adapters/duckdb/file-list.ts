import { literal } from '../../sql/literal.ts';

/** A path in which nothing is a pattern. */
export function globSafe(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}

/** Files as the engine's readers take them: a list in which nothing is a pattern. */
export function fileList(paths: readonly string[]): string {
  return `[${paths.map((path) => literal(globSafe(path))).join(', ')}]`;
}

/** Names and types as the readers' `columns` option. */
export function columnMap(columns: readonly { readonly name: string; readonly type: string }[]): string {
  return `{${columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(', ')}}`;
}
