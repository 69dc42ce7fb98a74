import type { ColumnType } from '../adapter/port.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';

/** What the engine says of a project without running it. */
export interface Checked {
  /** Names and types, in order, of every model, seed and source whose columns are known. */
  readonly columns: ReadonlyMap<NodeId, readonly ColumnType[]>;
  /** What decided that: nodes whose key is the same as another time have the same columns and the same lineage. */
  readonly keys: ReadonlyMap<NodeId, string>;
  /** Nodes that the engine refuses, or that break what is promised of them, with why. */
  readonly refused: ReadonlyMap<NodeId, readonly Diagnostic[]>;
  /** Nodes about which nothing can be said, with the reason: `orders is refused`. */
  readonly unchecked: ReadonlyMap<NodeId, string>;
  /** What is wrong with the project's own hooks, and warnings about what is known. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of one node. */
export type Verdict =
  | {
      readonly kind: 'known';
      readonly columns: readonly ColumnType[];
      readonly key?: string;
      readonly warnings?: readonly Diagnostic[];
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'unchecked'; readonly reason: string };

export const unchecked = (reason: string): Verdict => ({ kind: 'unchecked', reason });
