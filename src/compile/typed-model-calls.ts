import type { OperationNode } from 'kysely';

/** Where the parts of a query were asked for. */
export interface CallLines {
  /** The line of the call that made a part; undefined where it is not known. */
  readonly of: (node: OperationNode) => number | undefined;
  /** The first line behind `line` on which another call was made. */
  readonly after: (line: number) => number;
}

/**
 * A builder whose calls are remembered with their lines, and so are the builders that it gives. What a call adds to the
 * query was written between its line and that of the next one.
 */
export function remembered<Builder extends object>(
  builder: Builder,
  lineOfCall: (call: Error) => number | undefined,
): { readonly builder: Builder; readonly lines: CallLines } {
  const lineOf = new WeakMap<OperationNode, number>();
  const called = new Set<number>();
  const learn = (node: unknown, line: number): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isNode(node)) {
      if (lineOf.has(node)) return;
      lineOf.set(node, line);
    }
    for (const part of Object.values(node)) learn(part, line);
  };
  const follow = <Made extends object>(made: Made): Made =>
    new Proxy(made, {
      // Kysely's builders keep their state to themselves: only they can be asked for it.
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function' || key === 'toOperationNode') {
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return (...args: unknown[]) => {
          const line = lineOfCall(new Error());
          const result: unknown = value.apply(target, args);
          if (line !== undefined) called.add(line);
          const node = nodeOf(result);
          if (node && line !== undefined) learn(node, line);
          return node ? follow(result as object) : result;
        };
      },
    });
  return {
    builder: follow(builder),
    lines: {
      of: (node) => lineOf.get(node),
      after: (line) =>
        [...called].reduce((next, one) => (one > line && one < next ? one : next), Number.POSITIVE_INFINITY),
    },
  };
}

function isNode(value: object): value is OperationNode {
  return 'kind' in value && typeof value.kind === 'string';
}

/** What a builder has built so far; null for what is no builder. */
function nodeOf(made: unknown): OperationNode | null {
  if (typeof made !== 'object' || made === null) return null;
  if ('toOperationNode' in made && typeof made.toOperationNode === 'function') return made.toOperationNode();
  // With its CTEs alone a query cannot be asked yet: any query that begins with them can.
  return 'selectNoFrom' in made && typeof made.selectNoFrom === 'function' ? nodeOf(made.selectNoFrom([])) : null;
}
