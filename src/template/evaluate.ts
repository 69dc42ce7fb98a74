import { didYouMean } from '../diagnostics/suggest.ts';
import type { Call, Expression, Hash, PathExpression } from './ast.ts';
import { hasArguments, isName, nameOf } from './calls.ts';
import { absent, type Frame } from './frame.ts';
import { HelperFailure } from './helper-failure.ts';
import { blockNames, builtins } from './helpers/builtins.ts';
import type { Helper, HelperCall } from './helpers/call.ts';
import { hints } from './hints.ts';
import { namedValue, pathValue } from './paths.ts';
import { failed, report } from './problems.ts';
import { type Rendering, use } from './rendering.ts';
import type { UserHelper } from './template.ts';
import { unknownName } from './unknown-name.ts';

/** The value of an argument, or `failed` when a problem was reported. */
export function evaluate(rendering: Rendering, frame: Frame, expression: Expression): unknown {
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return expression.value;
    case 'NullLiteral':
      return null;
    case 'UndefinedLiteral':
      return undefined;
    case 'PathExpression':
      return isName(expression) ? plainName(rendering, frame, expression) : pathValue(rendering, frame, expression);
    case 'SubExpression':
      return callValue(rendering, frame, expression);
  }
}

/** An argument that is a plain name: a value; a helper has to be called in parentheses. */
function plainName(rendering: Rendering, frame: Frame, path: PathExpression): unknown {
  const name = path.parts[0] ?? '';
  const value = namedValue(rendering, frame, name);
  if (value !== absent) return value;
  if (!builtins.has(name) && !rendering.scope.helpers.has(name)) return unknownName(rendering, frame, name, path.loc);
  return report(
    rendering,
    frame,
    'M205',
    `\`${name}\` is a helper: as an argument it is called in parentheses`,
    path.loc,
    {
      help: `write \`(${name} …)\``,
    },
  );
}

/** The value of a mustache or a subexpression: a name's value, or what its helper gives. */
export function callValue(rendering: Rendering, frame: Frame, node: Call): unknown {
  const name = nameOf(node);
  if (!hasArguments(node)) {
    if (name === null) return pathValue(rendering, frame, node.path as PathExpression);
    const value = namedValue(rendering, frame, name);
    if (value !== absent) return value;
  }
  const builtin = name === null ? undefined : builtins.get(name);
  const own = name === null ? undefined : rendering.scope.helpers.get(name);
  if (name !== null && (builtin || own) && rendering.allowed && !rendering.allowed.includes(name)) {
    const only = rendering.allowed.map((one) => `\`${one}\``).join(' and ');
    return report(rendering, frame, 'M205', `\`${name}\` cannot be used here`, node.path.loc, {
      help: `values take ${only} only`,
    });
  }
  if (name !== null && builtin) return callBuiltin(rendering, frame, name, builtin, node);
  if (name !== null && own) return callOwn(rendering, frame, name, own, node);
  return name !== null && !hasArguments(node) && !blockNames.includes(name) && name !== 'log'
    ? unknownName(rendering, frame, name, node.path.loc)
    : unknownHelper(rendering, frame, node);
}

function callBuiltin(rendering: Rendering, frame: Frame, name: string, helper: Helper, node: Call): unknown {
  const shape = wrongShape(name, helper, node);
  if (shape) {
    const help = `write \`${helper.usage}\``;
    return report(rendering, frame, 'M205', shape.message, shape.place, { help });
  }
  if ('lazy' in helper) {
    const call: HelperCall = { rendering, frame, name, node, args: [], named: {} };
    return helper.lazy(call, (expression) => evaluate(rendering, frame, expression));
  }
  const args = argumentValues(rendering, frame, node.params);
  const named = hashValues(rendering, frame, node.hash);
  if (args === failed || named === failed) return failed;
  return helper.run({ rendering, frame, name, node, args, named });
}

function wrongShape(name: string, { takes: [least, most], named }: Helper, { path, params, hash }: Call) {
  const count = params.length;
  if (count > most) {
    const message =
      most === 0 ? `\`${name}\` takes named arguments only` : `\`${name}\` takes ${counted(least, most)}, not ${count}`;
    return { message, place: params[most]?.loc ?? path.loc };
  }
  if (count < least) return { message: `\`${name}\` needs ${counted(least, most)}`, place: path.loc };
  const unknown = named && hash?.pairs.find((pair) => !named.includes(pair.key));
  if (unknown) return { message: `\`${name}\` has no argument \`${unknown.key}\``, place: unknown.loc };
  return null;
}

function counted(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `at least ${least} argument${least === 1 ? '' : 's'}`;
  if (least === most) return `${least} argument${least === 1 ? '' : 's'}`;
  return `${least} or ${most} arguments`;
}

function callOwn(rendering: Rendering, frame: Frame, name: string, helper: UserHelper, node: Call): unknown {
  const args = argumentValues(rendering, frame, node.params);
  const named = hashValues(rendering, frame, node.hash);
  if (args === failed || named === failed) return failed;
  use(rendering.helpers, name);
  let value: unknown;
  try {
    value = node.hash ? helper(...args, named) : helper(...args);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return report(rendering, frame, 'M208', `the helper \`${name}\` failed: ${said}`, node.path.loc, {
      label: 'called here',
      notes: error instanceof HelperFailure ? [`thrown at ${error.where}`] : [],
    });
  }
  if (!isPromise(value)) return value;
  value.then(undefined, () => {});
  return report(rendering, frame, 'M208', `the helper \`${name}\` gives a promise`, node.path.loc, {
    help: 'a helper has to answer at once: it cannot be `async`',
  });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function unknownHelper(rendering: Rendering, frame: Frame, node: Call): typeof failed {
  const name = nameOf(node) ?? String(node.path.original);
  const say = (code: 'M203' | 'M205', message: string, help: string | null): typeof failed =>
    report(rendering, frame, code, message, node.path.loc, { help });
  if (name === 'log') return say('M205', '`log` is not available: a template is text and nothing else', null);
  if (blockNames.includes(name)) {
    return say('M205', `\`${name}\` opens a block`, `write \`{{#${name} …}}…{{/${name}}}\``);
  }
  if (nameOf(node) !== null && namedValue(rendering, frame, name) !== absent) {
    return say('M205', `\`${name}\` is a value, not a helper: it takes no arguments`, `write \`{{${name}}}\``);
  }
  const hint = hints.get(name) ?? hints.get(name.split('.')[0] ?? '');
  const near = didYouMean(name, rendering.allowed ?? [...builtins.keys(), ...rendering.scope.helpers.keys()]);
  return say('M203', `unknown helper \`${name}\``, hint ?? near ?? 'own helpers are exported functions of macros/*.ts');
}

function argumentValues(
  rendering: Rendering,
  frame: Frame,
  params: readonly Expression[],
): readonly unknown[] | typeof failed {
  const values = params.map((param) => evaluate(rendering, frame, param));
  return values.includes(failed) ? failed : values;
}

const none: Readonly<Record<string, unknown>> = {};

/** Named arguments as an object. */
export function hashValues(
  rendering: Rendering,
  frame: Frame,
  hash: Hash | undefined,
): Readonly<Record<string, unknown>> | typeof failed {
  if (!hash) return none;
  const values: [string, unknown][] = [];
  let isWhole = true;
  for (const pair of hash.pairs) {
    const value = evaluate(rendering, frame, pair.value);
    if (value === failed) isWhole = false;
    if (values.some(([key]) => key === pair.key)) {
      report(rendering, frame, 'M205', `\`${pair.key}\` is given twice`, pair.loc);
      isWhole = false;
    }
    values.push([pair.key, value]);
  }
  return isWhole ? Object.fromEntries(values) : failed;
}
