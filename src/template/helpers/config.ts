import type { Range } from '../../source/span.ts';
import type { Expression } from '../ast.ts';
import { failed, report } from '../problems.ts';
import type { RenderOptions } from '../template.ts';
import { type Helper, type HelperCall, misuse } from './call.ts';

const configured: readonly RenderOptions['kind'][] = ['model', 'singular_test'];

/** `{{config key=value}}`: read from the tree, because the values have to be there before anything runs. */
export const config: Helper = {
  takes: [0, 0],
  named: null,
  usage: '{{config materialized="table"}}',
  lazy: (call) => {
    const { rendering, frame, node } = call;
    if (!configured.includes(rendering.options.kind)) {
      return misuse(call, '`config` can only stand in a model or in a test of its own file', null);
    }
    const pairs = node.hash?.pairs ?? [];
    if (pairs.length === 0) return misuse(call, '`config` without a key', null, `write \`${config.usage}\``);
    const values: Record<string, unknown> = {};
    const ranges: Record<string, Range> = {};
    for (const pair of pairs) {
      const value = literalValue(call, pair.value);
      if (value === failed) continue;
      if (Object.hasOwn(values, pair.key)) {
        report(rendering, frame, 'M205', `\`${pair.key}\` is given twice`, pair.loc);
        continue;
      }
      values[pair.key] = value;
      ranges[pair.key] = { file: frame.file.path, from: pair.loc.from, to: pair.loc.to };
    }
    rendering.config.push({ values, ranges });
    return '';
  },
};

function literalValue(call: HelperCall, expression: Expression): unknown {
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return expression.value;
    case 'NullLiteral':
      return null;
    case 'SubExpression': {
      const name = expression.path.original;
      const pairs = expression.hash?.pairs ?? [];
      if (name === 'list' && pairs.length === 0) return all(expression.params.map((one) => literalValue(call, one)));
      if (name === 'dict' && expression.params.length === 0) {
        const values = all(pairs.map((pair) => literalValue(call, pair.value)));
        return values === failed ? failed : Object.fromEntries(pairs.map((pair, index) => [pair.key, values[index]]));
      }
    }
  }
  return report(call.rendering, call.frame, 'M205', 'a value in `config` that is not literal', expression.loc, {
    label: 'not literal',
    help: 'write text, a number, true, false, null, `(list …)` or `(dict key=…)`; what varies goes into project.yml',
  });
}

function all(values: readonly unknown[]): readonly unknown[] | typeof failed {
  return values.includes(failed) ? failed : values;
}
