import { isDeepStrictEqual } from 'node:util';
import { failed, kindOf } from '../problems.ts';
import { type Helper, type HelperCall, misuse } from './call.ts';

/** What `{{#if}}` takes for true, as in Handlebars: an empty list is false, an empty dict is not. */
export function isTrue(value: unknown, includeZero = false): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value) || (includeZero && value === 0);
}

const startOfMark = '\uE000';

/** Marks stand for what only the run knows: comparing one answers the wrong question. */
function isMark(value: unknown): boolean {
  return typeof value === 'string' && value.includes(startOfMark);
}

function comparison(name: string, compare: (call: HelperCall) => unknown): Helper {
  return {
    takes: [2, 2],
    named: [],
    usage: `(${name} (var "n") 3)`,
    run: (call) => {
      const unknown = call.args.findIndex(isMark);
      if (unknown < 0) return compare(call);
      return misuse(
        call,
        `\`${name}\` cannot compare what is known only when the SQL runs`,
        unknown,
        'compare it in SQL',
      );
    },
  };
}

export const eq = comparison('eq', ({ args: [a, b] }) => isDeepStrictEqual(a, b));
export const ne = comparison('ne', ({ args: [a, b] }) => !isDeepStrictEqual(a, b));
export const lt = comparison('lt', (call) => ordered(call, (a, b) => a < b));
export const gt = comparison('gt', (call) => ordered(call, (a, b) => a > b));

type Ordered = string | number | bigint;

function ordered(call: HelperCall, compare: (a: Ordered, b: Ordered) => boolean): unknown {
  const [a, b] = call.args;
  if (typeof a === 'string' && typeof b === 'string') return compare(a, b);
  if (isNumber(a) && isNumber(b)) return compare(a, b);
  const message = `\`${call.name}\` compares two numbers or two texts, not ${kindOf(a)} and ${kindOf(b)}`;
  return misuse(call, message, isNumber(a) || typeof a === 'string' ? 1 : 0);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** `and` and `or` give the value that decides and look no further. */
function choice(name: string, decides: (value: unknown) => boolean): Helper {
  return {
    takes: [1, Number.POSITIVE_INFINITY],
    named: [],
    usage: `(${name} is_incremental (var "flag"))`,
    lazy: (call, evaluate) => {
      let value: unknown;
      for (const param of call.node.params) {
        value = evaluate(param);
        if (value === failed || decides(value)) return value;
      }
      return value;
    },
  };
}

export const and = choice('and', (value) => !isTrue(value));
export const or = choice('or', (value) => isTrue(value));

export const not: Helper = {
  takes: [1, 1],
  named: [],
  usage: '(not is_incremental)',
  run: ({ args: [value] }) => !isTrue(value),
};
