import type { SourceText } from '../source/text.ts';
import type { Place, Program } from './ast.ts';

/** The value of `this` where no item has taken its place: the relation being built. */
export const relation: unique symbol = Symbol('relation');

/** One level of `../`: what `this` is and which names are known. */
export interface Scope {
  readonly value: unknown;
  /** An object whose own properties are the names; anything else has none. */
  readonly names: unknown;
  /** A scope whose names are seen as well. */
  readonly outer: Scope | null;
  readonly parent: Scope | null;
}

/** `@index` and the like. */
export interface Data {
  readonly values: Readonly<Record<string, unknown>>;
  readonly parent: Data | null;
}

/** `as |item index|`. */
export interface BlockParams {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  readonly parent: BlockParams | null;
}

/** A program and where it was written: an inline partial, the block of a partial. */
export interface Closure {
  readonly program: Program;
  readonly frame: Frame;
}

export interface Inlines {
  readonly closures: ReadonlyMap<string, Closure>;
  readonly parent: Inlines | null;
}

/** The call of a partial that is being rendered, and the one around it. */
export interface Caller {
  readonly name: string;
  /** False for inline partials and blocks: they stand in the file that calls them. */
  readonly isMacro: boolean;
  readonly file: SourceText;
  readonly place: Place;
  /** What the partial was given. */
  readonly scope: Scope;
  readonly parent: Caller | null;
}

/** Everything that depends on where in the templates one is. */
export interface Frame {
  readonly file: SourceText;
  readonly scope: Scope;
  readonly data: Data | null;
  readonly params: BlockParams | null;
  readonly inlines: Inlines | null;
  /** What `{{> @partial-block}}` renders. */
  readonly block: Closure | null;
  readonly caller: Caller | null;
}

/** A program and the frame to render it in. */
export interface Run {
  readonly program: Program;
  readonly frame: Frame;
}

/** What an object's own property says that is not there. */
export const absent: unique symbol = Symbol('absent');

export function ownValue(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, name)) return absent;
  return (object as Readonly<Record<string, unknown>>)[name];
}

/** The value of a name in a scope, or `absent`. */
export function scopeValue(scope: Scope, name: string): unknown {
  for (let at: Scope | null = scope; at; at = at.outer) {
    const value = ownValue(at.names, name);
    if (value !== absent) return value;
  }
  return absent;
}

/** The names that a scope knows. */
export function scopeNames(scope: Scope): string[] {
  const names: string[] = [];
  for (let at: Scope | null = scope; at; at = at.outer) {
    if (typeof at.names === 'object' && at.names !== null && !Array.isArray(at.names)) {
      names.push(...Object.keys(at.names));
    }
  }
  return names;
}

/** The value of a block parameter, or `absent`. */
export function blockParam(params: BlockParams | null, name: string): unknown {
  for (let at = params; at; at = at.parent) {
    const index = at.names.indexOf(name);
    if (index >= 0) return at.values[index];
  }
  return absent;
}
