import { absent, ownValue } from '../frame.ts';
import { kindOf } from '../problems.ts';
import { type Helper, misuse } from './call.ts';

const many = Number.POSITIVE_INFINITY;

export const list: Helper = {
  takes: [0, many],
  named: [],
  usage: '(list "a" "b")',
  run: (call) => call.args,
};

export const dict: Helper = {
  takes: [0, 0],
  named: null,
  usage: '(dict key="value")',
  run: (call) => call.named,
};

/** `lookup list 0`: Handlebars' own. What is not there is undefined, which can be asked for but not printed. */
export const lookup: Helper = {
  takes: [2, 2],
  named: [],
  usage: '{{lookup items @index}}',
  run: (call) => {
    const [collection, key] = call.args;
    if (collection === null || collection === undefined) return collection;
    if (typeof collection !== 'object') {
      return misuse(call, `\`lookup\` needs a list or a dict, not ${kindOf(collection)}`, 0);
    }
    if (typeof key !== 'string' && typeof key !== 'number') {
      return misuse(call, `\`lookup\` needs a name or a number, not ${kindOf(key)}`, 1);
    }
    const value = ownValue(collection, String(key));
    return value === absent ? undefined : value;
  },
};
