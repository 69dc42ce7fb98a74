import type { BlockStatement, Expression, Program } from './ast.ts';
import { hasArguments, nameOf } from './calls.ts';
import { callValue, evaluate, hashValues } from './evaluate.ts';
import type { BlockParams, Data, Frame, Run } from './frame.ts';
import { builtins } from './helpers/builtins.ts';
import { isTrue } from './helpers/logic.ts';
import { failed, kindOf, report } from './problems.ts';
import type { Rendering } from './rendering.ts';

/** What a block renders, in order; nothing when a problem was reported. */
export function blockRuns(rendering: Rendering, frame: Frame, block: BlockStatement): Run[] {
  const name = nameOf(block);
  switch (name) {
    case 'if':
    case 'unless':
      return conditionRuns(rendering, frame, block, name);
    case 'each': {
      const items = argument(rendering, frame, block, name);
      return items === failed ? [] : eachRuns(rendering, frame, block, items, block.params[0]);
    }
    case 'with': {
      const value = argument(rendering, frame, block, name);
      if (value === failed) return [];
      return isTrue(value, true)
        ? run(block.program, itemFrame(frame, block.program, value, [value]))
        : otherwise(frame, block);
    }
    case 'raw':
      if (!hasArguments(block)) return run(block.program, frame);
  }
  return valueRuns(rendering, frame, block);
}

function run(program: Program | undefined, frame: Frame): Run[] {
  return program ? [{ program, frame }] : [];
}

function otherwise(frame: Frame, block: BlockStatement): Run[] {
  return run(block.inverse, frame);
}

function conditionRuns(rendering: Rendering, frame: Frame, block: BlockStatement, name: 'if' | 'unless'): Run[] {
  if (block.program?.blockParams || block.inverse?.blockParams) {
    report(rendering, frame, 'M205', `\`#${name}\` has no block parameters`, block.path.loc, {
      help: 'they belong to `#each` and `#with`',
    });
    return [];
  }
  const named = hashValues(rendering, frame, block.hash);
  const value = argument(rendering, frame, block, name, ['includeZero']);
  if (value === failed || named === failed) return [];
  const holds = isTrue(value, Boolean(named.includeZero));
  return run(holds === (name === 'if') ? block.program : block.inverse, frame);
}

/** The one argument of a block of Handlebars. */
function argument(
  rendering: Rendering,
  frame: Frame,
  block: BlockStatement,
  name: string,
  named: readonly string[] = [],
): unknown {
  const [param, second] = block.params;
  const wrong = block.hash?.pairs.find((pair) => !named.includes(pair.key));
  if (param && !second && !wrong) return evaluate(rendering, frame, param);
  const place = second?.loc ?? wrong?.loc ?? block.path.loc;
  const help = second && name !== 'each' ? `a call goes in parentheses: \`{{#${name} (eq a b)}}\`` : null;
  return report(rendering, frame, 'M205', `\`#${name}\` takes one argument`, place, { help });
}

function eachRuns(
  rendering: Rendering,
  frame: Frame,
  block: BlockStatement,
  items: unknown,
  place: Expression | undefined,
): Run[] {
  if (items === null || items === undefined || items === false) return otherwise(frame, block);
  if (typeof items !== 'object') {
    report(
      rendering,
      frame,
      'M205',
      `\`#each\` needs a list or a dict, not ${kindOf(items)}`,
      place?.loc ?? block.path.loc,
      {
        help: 'write `{{#each (list "a" "b")}}`',
      },
    );
    return [];
  }
  const entries: (readonly [key: string | number, item: unknown])[] =
    Symbol.iterator in items
      ? [...(items as Iterable<unknown>)].map((item, index) => [index, item])
      : Object.entries(items);
  if (entries.length === 0) return otherwise(frame, block);
  const last = entries.length - 1;
  return entries.flatMap(([key, item], index) => {
    const data: Data = { values: { key, index, first: index === 0, last: index === last }, parent: frame.data };
    return run(block.program, { ...itemFrame(frame, block.program, item, [item, key]), data });
  });
}

/** The frame of a block's body in which `this` is an item. */
function itemFrame(frame: Frame, program: Program | undefined, item: unknown, params: readonly unknown[]): Frame {
  const scope = { value: item, names: item, outer: null, parent: frame.scope };
  return { ...frame, scope, params: blockParams(frame, program, params) };
}

function blockParams(frame: Frame, program: Program | undefined, values: readonly unknown[]): BlockParams | null {
  return program?.blockParams ? { names: program.blockParams, values, parent: frame.params } : frame.params;
}

/** `{{#name}}…{{/name}}` over a value: true, a list, or something to go into. */
function valueRuns(rendering: Rendering, frame: Frame, block: BlockStatement): Run[] {
  const name = nameOf(block);
  if (name !== null && (builtins.has(name) || rendering.scope.helpers.has(name))) {
    report(rendering, frame, 'M205', `\`${name}\` does not open a block`, block.path.loc, {
      help: `write \`{{#if (${name} …)}}\`, \`{{#each (${name} …)}}\` or \`{{#with (${name} …)}}\``,
    });
    return [];
  }
  if (name !== null && hasArguments(block)) {
    report(rendering, frame, 'M203', `unknown block \`${name}\``, block.path.loc, {
      help: 'the blocks are `#if`, `#unless`, `#each` and `#with`',
    });
    return [];
  }
  const value = callValue(rendering, frame, block);
  if (value === failed) return [];
  if (value === true) return run(block.program, frame);
  if (value === false || value === null || value === undefined) return otherwise(frame, block);
  if (Array.isArray(value)) return eachRuns(rendering, frame, block, value, undefined);
  return run(block.program, itemFrame(frame, block.program, value, [value]));
}
