import type { Range } from '../../source/span.ts';
import { literalValue } from '../literal-value.ts';
import { report } from '../problems.ts';
import type { HelperCall } from './call.ts';

/** The named arguments of a call, read from the tree, because they have to be there before anything runs. */
export function literalArguments(call: HelperCall): {
  readonly values: Readonly<Record<string, unknown>>;
  /** The range of each key's `key=value`. */
  readonly ranges: Readonly<Record<string, Range>>;
} {
  const { rendering, frame, name, node } = call;
  const values: Record<string, unknown> = {};
  const ranges: Record<string, Range> = {};
  for (const { key, value, loc } of node.hash?.pairs ?? []) {
    const found = literalValue(value);
    if ('wrong' in found) {
      report(rendering, frame, 'M205', `a value in \`${name}\` that is not literal`, found.wrong.loc, {
        label: 'not literal',
        help: 'write text, a number, true, false, null, `(list …)` or `(dict key=…)`; what varies goes into project.yml',
      });
    } else if (Object.hasOwn(values, key)) {
      report(rendering, frame, 'M205', `\`${key}\` is given twice`, loc);
    } else {
      values[key] = found.value;
      ranges[key] = { file: frame.file.path, from: loc.from, to: loc.to };
    }
  }
  return { values, ranges };
}
