import { mark } from '../../nodes/code.ts';
import type { Range } from '../../source/span.ts';
import { callPlace } from '../calls.ts';
import { failed, kindOf } from '../problems.ts';
import type { InputCall } from '../template.ts';
import { type Helper, type HelperCall, misuse } from './call.ts';

/** A ref as its call says it. */
function refCall(call: HelperCall): InputCall | typeof failed {
  const { args, named } = call;
  for (const [index, arg] of args.entries()) {
    if (typeof arg !== 'string') {
      return misuse(call, `\`${call.name}\` takes names as text, not ${kindOf(arg)}`, index, 'put the name in quotes');
    }
    if (arg === '') return misuse(call, `\`${call.name}\` needs a name, not empty text`, index);
  }
  const version = named.version ?? named.v ?? null;
  if (version !== null && typeof version !== 'string' && typeof version !== 'number') {
    return misuse(call, `a version is a number or text, not ${kindOf(version)}`, 'version' in named ? 'version' : 'v');
  }
  return {
    kind: 'ref',
    package: args.length === 2 ? (args[0] as string) : null,
    name: args.at(-1) as string,
    version: version === null ? null : String(version),
    range: range(call),
  };
}

function range(call: HelperCall): Range {
  return { file: call.frame.file.path, ...callPlace(call.node) };
}

function keyOf(input: InputCall): string {
  if (input.kind === 'source') return `source\0${input.source}\0${input.table}`;
  return `ref\0${input.package ?? ''}\0${input.name}\0${input.version ?? ''}`;
}

/** The place of an input among the others; equal calls share one. */
function indexOf(inputs: InputCall[], keys: string[], input: InputCall): number {
  const key = keyOf(input);
  const known = keys.indexOf(key);
  if (known >= 0) return known;
  keys.push(key);
  return inputs.push(input) - 1;
}

function inputMark({ rendering }: HelperCall, input: InputCall): string {
  return mark('i', indexOf(rendering.inputs, rendering.inputKeys, input));
}

export const ref: Helper = {
  takes: [1, 2],
  named: ['version', 'v'],
  usage: '{{ref "orders"}}',
  run: (call) => {
    const input = refCall(call);
    return input === failed ? failed : inputMark(call, input);
  },
};

export const dependsOn: Helper = {
  takes: [1, 2],
  named: ['version', 'v'],
  usage: '{{depends_on "orders"}}',
  run: (call) => {
    const input = refCall(call);
    if (input === failed) return failed;
    indexOf(call.rendering.dependsOn, call.rendering.dependsOnKeys, input);
    return '';
  },
};

export const source: Helper = {
  takes: [2, 2],
  named: [],
  usage: '{{source "landing" "orders"}}',
  run: (call) => {
    const [name, table] = call.args;
    for (const [index, arg] of call.args.entries()) {
      if (typeof arg !== 'string') {
        return misuse(call, `\`source\` takes names as text, not ${kindOf(arg)}`, index, 'put the name in quotes');
      }
    }
    return inputMark(call, { kind: 'source', source: name as string, table: table as string, range: range(call) });
  },
};
