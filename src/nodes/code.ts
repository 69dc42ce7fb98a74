import type { Piece, SourceMap } from '../source/source-map.ts';

/**
 * SQL with marks where a value is known only when it runs. A mark is U+E000, a letter, a number, U+E001:
 * `i0` the relation of `inputs[0]` · `t0` this relation · `a0` the run's instant · `v0` the invocation's id ·
 * `b0` and `b1` the start and the end of the batch.
 */
export interface Code {
  readonly text: string;
  /** Ids of the nodes that the marks `i` stand for. */
  readonly inputs: readonly string[];
  readonly map: SourceMap;
}

export type MarkKind = 'i' | 't' | 'a' | 'v' | 'b';

export function mark(kind: MarkKind, index = 0): string {
  return `\uE000${kind}${index}\uE001`;
}

const marks = /\uE000([a-z])(\d+)\uE001/g;

/** SQL as it is sent, with the map that leads back from it. */
export interface FilledCode {
  readonly text: string;
  readonly map: SourceMap;
}

/** Puts values in the place of the marks and moves the map with them. */
export function fill(code: Code, value: (kind: MarkKind, index: number) => string): FilledCode {
  const parts: string[] = [];
  const shifts: { readonly from: number; readonly by: number }[] = [];
  let done = 0;
  let shift = 0;
  for (const found of code.text.matchAll(marks)) {
    const text = value(found[1] as MarkKind, Number(found[2]));
    parts.push(code.text.slice(done, found.index), text);
    done = found.index + found[0].length;
    shift += text.length - found[0].length;
    shifts.push({ from: done, by: shift });
  }
  if (shifts.length === 0) return code;
  parts.push(code.text.slice(done));
  return { text: parts.join(''), map: moved(code.map, shifts) };
}

function moved(map: SourceMap, shifts: readonly { readonly from: number; readonly by: number }[]): SourceMap {
  const out: Piece[] = [];
  let next = 0;
  let by = 0;
  for (const piece of map) {
    for (let shift = shifts[next]; shift && shift.from <= piece.at; shift = shifts[next]) {
      by = shift.by;
      next++;
    }
    out.push({ ...piece, at: piece.at + by });
  }
  return out;
}
