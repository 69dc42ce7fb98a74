import type { Call, PathExpression, Place } from './ast.ts';

/** The name that a call can be a helper's by; null for `this.x`, `../x`, `@x` and `a.b`. */
export function nameOf({ path }: Call): string | null {
  if (path.type !== 'PathExpression') return String(path.original);
  return isName(path) ? (path.parts[0] ?? null) : null;
}

/** Whether a path is a plain name. */
export function isName(path: PathExpression): boolean {
  return path.parts.length === 1 && !path.data && !path.scoped;
}

export function hasArguments({ params, hash }: Call): boolean {
  return params.length > 0 || hash !== undefined;
}

/** From a call's name to its last argument. */
export function callPlace({ path, params, hash }: Call): Place {
  const last = hash?.pairs.at(-1) ?? params.at(-1);
  return { from: path.loc.from, to: last?.loc.to ?? path.loc.to };
}
