import { type Code, fill, mark } from '../nodes/code.ts';
import type { NodeId } from '../nodes/node.ts';
import type { InputCall, Rendered } from '../template/template.ts';

/**
 * Rendered text as code. `resolve` names the node of each call; a call that names nothing keeps its mark and loses its
 * input, since a project with such a mistake never runs.
 */
export function toCode(rendered: Rendered, resolve: (call: InputCall) => NodeId | null): Code {
  const inputs = rendered.inputs.map((call) => resolve(call) ?? '');
  return { text: rendered.text, inputs, map: rendered.map };
}

/** Gives every input one number, also those that are named twice by different calls, and leaves out what is not there. */
export function renumbered(code: Code, inputs: readonly NodeId[]): Code {
  const place = new Map(inputs.map((id, index) => [id, index]));
  const filled = fill(code, (kind, index) => {
    if (kind !== 'i') return mark(kind, index);
    return mark('i', place.get(code.inputs[index] ?? '') ?? index);
  });
  return { ...filled, inputs };
}

/** Each id once, in order of appearance; empty ids (unresolved calls) left out. */
export function distinct(ids: readonly NodeId[]): NodeId[] {
  return [...new Set(ids)].filter((id) => id !== '');
}
