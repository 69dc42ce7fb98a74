import type { TestSpec } from '../config/properties.ts';
import { type Code, mark } from '../nodes/code.ts';
import type { NodeId } from '../nodes/node.ts';
import type { InputCall } from '../template/template.ts';
import { distinct, renumbered } from './codes.ts';
import { type Compilation, inYaml } from './compilation.ts';
import { type Names, resolveAt } from './names.ts';
import { readCall, readRelation } from './test-arguments.ts';

/** The relations that a generic test's query reads. */
export interface TestInputs {
  /** The tested relation, as a mark. */
  readonly model: string;
  /** The relation that an argument names. */
  readonly relation: (argument: string) => string;
  /** The value of an argument of a test of the project's own: a `ref('x')` becomes the relation. */
  readonly value: (argument: string) => unknown;
  /** Gives the finished query its inputs. */
  readonly merge: (code: Code) => Code;
}

/** Marks of templates count from 0; those that stand for arguments start here, until `merge` gives all of them one count. */
const base = 1000;

export function testInputs(
  compilation: Compilation,
  names: Names,
  attached: NodeId,
  spec: TestSpec,
  test: string,
): TestInputs {
  const ids: NodeId[] = [attached];
  const named = (argument: string, call: InputCall) => {
    const id = resolveAt(compilation, names, call, inYaml(spec.place), test);
    if (id === null) return argument;
    if (!ids.includes(id)) ids.push(id);
    return mark('i', base + ids.indexOf(id));
  };
  return {
    model: mark('i', base),
    relation: (argument) => named(argument, readRelation(String(spec.args[argument]))),
    value: (argument) => {
      const value = spec.args[argument];
      const call = typeof value === 'string' ? readCall(value) : null;
      return call ? named(argument, call) : value;
    },
    merge: (code) => {
      const all = [...code.inputs];
      ids.forEach((id, index) => {
        all[base + index] = id;
      });
      return renumbered({ ...code, inputs: all }, distinct([...ids, ...code.inputs]));
    },
  };
}
