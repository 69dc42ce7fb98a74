import { parseOnce } from '../parse.ts';
import { type Helper, misuse } from './call.ts';
import { literalArguments } from './literal-arguments.ts';

/** `{{arguments above=0}}`: what a generic test takes where nobody gives it. They are read before the rest is rendered. */
export const testArguments: Helper = {
  takes: [0, 0],
  named: null,
  usage: '{{arguments above=0}}',
  lazy: (call) => {
    const { rendering, frame, node } = call;
    if (rendering.options.kind !== 'generic_test' || frame.caller) {
      return misuse(
        call,
        '`arguments` can only stand in the file of a generic test',
        null,
        'those are in macros/tests/',
      );
    }
    const isTop = parseOnce(frame.file).program?.body.some((statement) => statement === node);
    if (!isTop) return misuse(call, '`arguments` stands inside a block', null, 'move it to the top of the file');
    if (!node.hash) return misuse(call, '`arguments` without a name', null, `write \`${testArguments.usage}\``);
    const { ranges } = literalArguments(call);
    const given = Object.keys(ranges).find((name) => name === 'model' || name === 'column_name');
    if (given) return misuse(call, `\`${given}\` is what is tested: it has no default`, given);
    return '';
  },
};
