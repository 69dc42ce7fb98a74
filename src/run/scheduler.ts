import type { NodeId } from '../nodes/node.ts';
import type { Step } from '../plan/plan.ts';
import { heap } from './heap.ts';

/** How a step ended: whether what needs it may go on; if not, it is to blame. */
export interface StepEnd {
  readonly id: NodeId;
  readonly ok: boolean;
  /** What is to blame, where it is not the step itself. */
  readonly cause?: NodeId;
}

/**
 * Takes the step that would be started next, when there is one, it is wanted, and it was ready when the taker began: a
 * transaction sees nothing that was published after its beginning, so what had to wait longer may not join it.
 */
export type TakeNext = (wanted: (step: Step) => boolean) => Step | null;

export interface Scheduling {
  /** How many steps may run at once; each gets a slot from 0 to width - 1. */
  readonly width: number;
  /** Runs one step, and those that it takes along; the ends of all of them. A rejection ends the whole schedule. */
  readonly run: (step: Step, slot: number, takeNext: TakeNext) => Promise<readonly StepEnd[]>;
  /** Told of a step that will not run; `cause` is the failure at the root of it, null when the run was stopped. */
  readonly skip: (step: Step, cause: NodeId | null) => void;
  /** Once true, no further step starts. */
  readonly stopped: () => boolean;
}

/** They read nothing and say soonest that something is wrong. */
function isUnitTest({ step }: Waiting): boolean {
  return step.action === 'unit_test';
}

interface Waiting {
  readonly step: Step;
  readonly place: number;
  /** Steps that have to be over first. */
  open: number;
  doomed: NodeId | null;
  settled: boolean;
  /** How many steps were over when it became ready. */
  readyAt: number;
}

/**
 * Runs steps as their dependencies allow, unit tests first, then the longest remaining path, ties in plan order, and no slot idle while
 * something is ready. Resolves when every step has run or was skipped.
 */
export function schedule(steps: readonly Step[], scheduling: Scheduling): Promise<void> {
  const waiting = new Map<NodeId, Waiting>();
  steps.forEach((step, place) => {
    waiting.set(step.id, { step, place, open: 0, doomed: null, settled: false, readyAt: 0 });
  });
  const dependents = new Map<NodeId, { readonly of: Waiting; readonly needs: boolean }[]>();
  const ready = heap<Waiting>((a, b) => {
    const [one, other] = [isUnitTest(a), isUnitTest(b)];
    if (one !== other) return one;
    return a.step.height === b.step.height ? a.place < b.place : a.step.height > b.step.height;
  });
  for (const one of waiting.values()) {
    const needs = new Set(one.step.needs);
    for (const id of new Set([...one.step.needs, ...one.step.after])) {
      if (id === one.step.id || !waiting.has(id)) continue;
      one.open++;
      const list = dependents.get(id);
      const entry = { of: one, needs: needs.has(id) };
      if (list) list.push(entry);
      else dependents.set(id, [entry]);
    }
  }
  for (const one of waiting.values()) if (one.open === 0) ready.push(one);

  let over = 0;
  /** Marks a step as over and everything that waited for nothing else as ready or skipped, without recursion. */
  const settle = (first: Waiting, failed: NodeId | null): void => {
    const chain: [Waiting, NodeId | null][] = [[first, failed]];
    over++;
    for (let next = chain.shift(); next; next = chain.shift()) {
      const [done, cause] = next;
      done.settled = true;
      for (const { of, needs } of dependents.get(done.step.id) ?? []) {
        if (needs && cause !== null) of.doomed ??= cause;
        of.open--;
        if (of.open > 0 || of.settled) continue;
        if (of.doomed === null) {
          of.readyAt = over;
          ready.push(of);
        } else {
          scheduling.skip(of.step, of.doomed);
          chain.push([of, of.doomed]);
        }
      }
    }
  };

  return new Promise((resolve, reject) => {
    const slots = Array.from({ length: Math.max(1, scheduling.width) }, (_, slot) => slot).reverse();
    let running = 0;
    let broken = false;

    const takeNext =
      (began: number): TakeNext =>
      (wanted) => {
        const next = ready.peek();
        const fits = next && next.readyAt <= began && !scheduling.stopped() && wanted(next.step);
        return fits ? (ready.pop()?.step ?? null) : null;
      };
    const pump = (): void => {
      while (!broken && slots.length > 0 && !scheduling.stopped()) {
        const next = ready.pop();
        if (!next) break;
        const slot = slots.pop() ?? 0;
        running++;
        scheduling.run(next.step, slot, takeNext(over)).then(
          (ends) => {
            running--;
            slots.push(slot);
            for (const { id, ok, cause } of ends) {
              const done = waiting.get(id);
              if (done) settle(done, ok ? null : (cause ?? id));
            }
            pump();
          },
          (error) => {
            broken = true;
            reject(error);
          },
        );
      }
      if (broken || running > 0) return;
      for (const one of waiting.values()) {
        if (one.settled) continue;
        one.settled = true;
        scheduling.skip(one.step, one.doomed);
      }
      resolve();
    };
    pump();
  });
}
