import { type Code, fill, mark } from '../nodes/code.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Piece } from '../source/source-map.ts';
import { identifier } from '../sql/identifier.ts';
import { firstWord, withoutSemicolon } from '../sql/statement.ts';
import { distinct } from './codes.ts';

/** The code of an ephemeral model, or undefined when the id is not one. */
export type EphemeralCode = (id: NodeId) => { readonly name: string; readonly code: Code } | undefined;

/**
 * Puts the ephemeral models that a query reads, directly or through others, before it as CTEs, each once and after
 * what it reads itself. The query keeps its own `with`; marks and map are carried over, so a mistake in an ephemeral
 * model is shown in its own file.
 */
export function withEphemerals(code: Code, ephemeral: EphemeralCode): Code {
  const order = reached(code, ephemeral);
  if (order.length === 0) return code;
  const codes = order.map((id) => ephemeral(id)?.code ?? code);
  const inputs = distinct([...codes, code].flatMap((one) => one.inputs)).filter((id) => !ephemeral(id));
  const place = new Map(inputs.map((id, index) => [id, index]));
  const rewritten = (one: Code) =>
    fill(one, (kind, index) => {
      if (kind !== 'i') return mark(kind, index);
      const id = one.inputs[index] ?? '';
      const target = ephemeral(id);
      return target ? cteName(target.name) : mark('i', place.get(id) ?? 0);
    });

  const writer = new Assembly();
  const main = rewritten(code);
  const first = firstWord(main.text);
  const second = first.word === 'with' ? firstWord(main.text, first.to) : null;
  const recursive = second?.word === 'recursive';
  writer.text(recursive ? 'with recursive ' : 'with ');
  order.forEach((id, index) => {
    const body = rewritten(codes[index] ?? code);
    writer.text(`${index === 0 ? '' : ',\n'}${cteName(ephemeral(id)?.name ?? '')} as (\n`);
    writer.piece(withoutSemicolon(body.text), body.map, 0);
    writer.text('\n)');
  });
  if (first.word === 'with') {
    const start = recursive ? (second?.to ?? first.to) : first.to;
    writer.text(',\n');
    writer.piece(main.text.slice(start), main.map, start);
  } else {
    writer.text('\n');
    writer.piece(main.text, main.map, 0);
  }
  return { text: writer.out, inputs, map: writer.map };
}

function cteName(model: string): string {
  return identifier(`__mart__cte__${model}`);
}

/** Ephemeral models below a query, parents before children, each once; without recursion, chains may be long. */
function reached(code: Code, ephemeral: EphemeralCode): NodeId[] {
  const order: NodeId[] = [];
  const state = new Map<NodeId, 'open' | 'done'>();
  const stack = code.inputs.filter((id) => ephemeral(id)).reverse();
  for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
    const inputs = state.has(id) ? [] : (ephemeral(id)?.code.inputs ?? []);
    const open = inputs.filter((input) => ephemeral(input) && !state.has(input));
    if (!state.has(id)) state.set(id, 'open');
    if (open.length > 0) {
      stack.push(...open.reverse());
      continue;
    }
    stack.pop();
    if (state.get(id) === 'done') continue;
    state.set(id, 'done');
    order.push(id);
  }
  return order;
}

/** Text and map side by side. Text of mart's own has no piece of its own: it belongs to the piece before it. */
class Assembly {
  out = '';
  readonly map: Piece[] = [];

  text(text: string): void {
    this.out += text;
  }

  /** `text` is `whole.slice(from)` of the text that `map` describes (or a beginning of it). */
  piece(text: string, map: readonly Piece[], from: number): void {
    const at = this.out.length;
    map.forEach((piece, index) => {
      const end = map[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      if (end <= from || piece.at - from > text.length) return;
      const cut = Math.max(0, from - piece.at);
      this.map.push({ ...piece, at: at + piece.at + cut - from, from: piece.verbatim ? piece.from + cut : piece.from });
    });
    this.out += text;
  }
}
