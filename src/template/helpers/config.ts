import type { RenderOptions } from '../template.ts';
import { type Helper, misuse } from './call.ts';
import { literalArguments } from './literal-arguments.ts';

const configured: readonly RenderOptions['kind'][] = ['model', 'singular_test', 'generic_test'];

/** `{{config key=value}}`: configuration of the file; in a generic test, of everything that is tested by it. */
export const config: Helper = {
  takes: [0, 0],
  named: null,
  usage: '{{config materialized="table"}}',
  lazy: (call) => {
    const { rendering, node } = call;
    if (!configured.includes(rendering.options.kind)) {
      return misuse(call, '`config` can only stand in a model or in a test of its own file', null);
    }
    if (!node.hash) return misuse(call, '`config` without a key', null, `write \`${config.usage}\``);
    rendering.config.push(literalArguments(call));
    return '';
  },
};
