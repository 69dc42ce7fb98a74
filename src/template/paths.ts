import { mark } from '../nodes/code.ts';
import type { PathExpression, Place } from './ast.ts';
import { absent, blockParam, type Data, type Frame, ownValue, relation, type Scope, scopeValue } from './frame.ts';
import { globalValue } from './globals.ts';
import { failed, kindOf, report } from './problems.ts';
import type { Rendering } from './rendering.ts';
import { nearOf, unknownName } from './unknown-name.ts';

/** The value of a path; what is not there is reported at its place. */
export function pathValue(rendering: Rendering, frame: Frame, path: PathExpression): unknown {
  if (path.data) return dataValue(rendering, frame, path);
  const scope = scopeAt(frame.scope, path.depth);
  if (!scope) {
    return report(rendering, frame, 'M202', `\`${path.original}\` leads out of the template`, path.loc, {
      label: 'no context that far out',
      help: 'only `#each`, `#with` and macros have a context around them',
    });
  }
  const name = path.parts[0];
  if (name === undefined) return thisValue(rendering, frame, scope, path.loc);
  const value = path.scoped ? scopedValue(rendering, scope, path, name) : namedValue(rendering, frame, name);
  if (value !== absent) return propertyValue(rendering, frame, path, value, 1);
  if (path.scoped && path.depth === 0 && scope.value === relation) {
    return report(rendering, frame, 'M205', `\`${path.original}\`: the relation has no parts here`, path.loc, {
      help: 'write `{{this}}` for the whole relation',
    });
  }
  return unknownName(rendering, frame, name, path.loc);
}

/** The value of a plain name, the nearest first: block parameters, the context, what every template sees. */
export function namedValue(rendering: Rendering, frame: Frame, name: string): unknown {
  const param = frame.params === null ? absent : blockParam(frame.params, name);
  if (param !== absent) return param;
  const value = scopeValue(frame.scope, name);
  return value === absent ? globalValue(rendering, name) : value;
}

function scopedValue(rendering: Rendering, scope: Scope, path: PathExpression, name: string): unknown {
  const value = scopeValue(scope, name);
  return value === absent && path.depth > 0 ? globalValue(rendering, name) : value;
}

function scopeAt(scope: Scope, depth: number): Scope | null {
  let at: Scope | null = scope;
  for (let level = 0; at && level < depth; level++) at = at.parent;
  return at;
}

function thisValue(rendering: Rendering, frame: Frame, scope: Scope, place: Place): unknown {
  if (scope.value !== relation) return scope.value;
  if (rendering.options.hasThis && !rendering.allowed) return mark('t');
  return report(rendering, frame, 'M205', '`this` means nothing here: no relation is being built', place, {
    help: rendering.options.kind === 'singular_test' ? 'name the model: `{{ref "…"}}`' : null,
  });
}

function propertyValue(
  rendering: Rendering,
  frame: Frame,
  path: PathExpression,
  start: unknown,
  first: number,
): unknown {
  let value = start;
  for (let index = first; index < path.parts.length; index++) {
    const name = path.parts[index] ?? '';
    const property = ownValue(value, name);
    if (property === absent) return unknownProperty(rendering, frame, path, value, index);
    value = property;
  }
  return value;
}

function unknownProperty(
  rendering: Rendering,
  frame: Frame,
  path: PathExpression,
  value: unknown,
  index: number,
): unknown {
  const name = path.parts[index] ?? '';
  const owner = `${path.data ? '@' : ''}${path.parts.slice(0, index).join('.')}`;
  const isKeyed = typeof value === 'object' && value !== null;
  const message = isKeyed
    ? `\`${owner}\` has no \`${name}\``
    : `\`${owner}\` is ${kindOf(value)} and has no \`${name}\``;
  const known = isKeyed && !Array.isArray(value) ? Object.keys(value) : [];
  return report(rendering, frame, 'M202', message, path.loc, { label: 'no such name', help: nearOf(name, known) });
}

const dataNames: readonly string[] = ['index', 'key', 'first', 'last'];

function dataValue(rendering: Rendering, frame: Frame, path: PathExpression): unknown {
  const name = path.parts[0] ?? '';
  if (name === 'root') return rootValue(rendering, frame, path);
  if (name === 'partial-block' && path.parts.length === 1) return frame.block !== null;
  let data: Data | null = frame.data;
  for (let level = 0; data && level < path.depth; level++) data = data.parent;
  for (; data; data = data.parent) {
    const value = ownValue(data.values, name);
    if (value !== absent) return propertyValue(rendering, frame, path, value, 1);
  }
  const message = dataNames.includes(name)
    ? `\`${path.original}\` means something only inside \`#each\``
    : `unknown name \`${path.original}\``;
  const known = [...dataNames, 'root'].map((one) => `@${one}`);
  return report(rendering, frame, 'M202', message, path.loc, {
    label: 'not known here',
    help: dataNames.includes(name) ? null : nearOf(path.original, known),
  });
}

/** `@root.this` is the relation wherever it stands; other names are those of the template that is rendered. */
function rootValue(rendering: Rendering, frame: Frame, path: PathExpression): unknown {
  const name = path.parts[1];
  if (name === undefined) return rendering.root.names ?? {};
  if (name === 'this') {
    const value = thisValue(rendering, frame, rendering.root, path.loc);
    return value === failed ? failed : propertyValue(rendering, frame, path, value, 2);
  }
  const value = scopeValue(rendering.root, name);
  const found = value === absent ? globalValue(rendering, name) : value;
  if (found === absent) return unknownName(rendering, frame, name, path.loc);
  return propertyValue(rendering, frame, path, found, 2);
}
