import { relation, type Scope } from './frame.ts';

/** What a partial is given: a context, named arguments, both or nothing. */
export interface Given {
  readonly context: { readonly value: unknown } | null;
  readonly named: Readonly<Record<string, unknown>> | null;
}

/** What a macro sees: what it is given, or, given nothing, what its caller sees. */
export function macroScope(parent: Scope, { context, named }: Given): Scope {
  if (!context) return named ? { value: relation, names: named, outer: null, parent } : parent;
  const value = named && isRecord(context.value) ? { ...context.value, ...named } : context.value;
  return { value, names: isRecord(value) ? value : (named ?? value), outer: null, parent };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an inline partial or a passed block sees: what its caller sees, and behind that what is seen where it was written. */
export function closureScope(calling: Scope, written: Scope, { context, named }: Given): Scope {
  if (!context && !named && calling === written) return written;
  const seen: Scope = context
    ? { value: context.value, names: context.value, outer: written, parent: written }
    : {
        value: calling.value === relation ? written.value : calling.value,
        names: calling.names,
        outer: behind(calling, written),
        parent: written,
      };
  if (!named) return seen;
  return {
    value: isRecord(seen.value) ? { ...seen.value, ...named } : seen.value,
    names: named,
    outer: seen,
    parent: written,
  };
}

/** The scopes that are seen behind `calling`, with `written` at their end. */
function behind(calling: Scope, written: Scope): Scope {
  if (calling === written || !calling.outer) return written;
  return { ...calling.outer, outer: behind(calling.outer, written) };
}
