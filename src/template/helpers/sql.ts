import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import { kindOf } from '../problems.ts';
import { type Helper, misuse } from './call.ts';

/** `{{lit value}}`: a value as an SQL literal. */
export const lit: Helper = {
  takes: [1, 1],
  named: [],
  usage: '{{lit (var "name")}}',
  run: (call) => {
    const [value] = call.args;
    if (typeof value === 'function' || typeof value === 'symbol') {
      return misuse(call, `${kindOf(value)} is no SQL literal`, 0);
    }
    return literal(value);
  },
};

/** `{{id name}}`: a name as a quoted identifier. */
export const id: Helper = {
  takes: [1, 1],
  named: [],
  usage: '{{id (var "column")}}',
  run: (call) => {
    const [name] = call.args;
    if (typeof name !== 'string') return misuse(call, `\`id\` takes a name as text, not ${kindOf(name)}`, 0);
    if (name === '') return misuse(call, '`id` needs a name, not empty text', 0);
    return identifier(name);
  },
};
