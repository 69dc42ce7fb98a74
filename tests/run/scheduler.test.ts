import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/plan/plan.ts';
import { heap } from '../../src/run/heap.ts';
import { schedule } from '../../src/run/scheduler.ts';
import fc from '../support/property.ts';

function step(id: string, needs: string[] = [], height = 1, after: string[] = []): Step {
  return { id, action: 'model', audits: [], needs, after, height };
}

interface Trace {
  readonly events: string[];
  readonly skipped: Record<string, string | null>;
  most: number;
}

/** Runs steps that each take a turn of the event loop; `fails` names those that fail. */
async function traced(
  steps: readonly Step[],
  width: number,
  fails: readonly string[] = [],
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Trace> {
  const trace: Trace = { events: [], skipped: {}, most: 0 };
  const slots = new Set<number>();
  let ended = 0;
  await schedule(steps, {
    width,
    stopped: () => ended >= stopAfter,
    run: async ({ id }, slot) => {
      expect(slots.has(slot)).toBe(false);
      slots.add(slot);
      trace.most = Math.max(trace.most, slots.size);
      trace.events.push(`+${id}`);
      await new Promise((resolve) => setImmediate(resolve));
      trace.events.push(`-${id}`);
      slots.delete(slot);
      ended++;
      return [{ id, ok: !fails.includes(id) }];
    },
    skip: ({ id }, cause) => {
      trace.skipped[id] = cause;
    },
  });
  return trace;
}

describe('the scheduler', () => {
  it('starts the longest remaining path first, ties in plan order', async () => {
    const { events } = await traced([step('a', [], 1), step('b', [], 3), step('c', [], 3), step('d', [], 2)], 1);
    expect(events.filter((one) => one.startsWith('+'))).toEqual(['+b', '+c', '+d', '+a']);
  });

  it('runs a child when all of its parents are over, and parents at the same time', async () => {
    const { events, most } = await traced([step('a', [], 2), step('b', [], 2), step('c', ['a', 'b'])], 4);
    expect(most).toBe(2);
    expect(events.indexOf('+c')).toBe(4);
  });

  it('skips what needs a failed step, naming the root and not the nearest', async () => {
    const steps = [step('a', [], 4), step('b', ['a'], 3), step('c', ['b'], 2), step('d', ['c']), step('other')];
    const { events, skipped } = await traced(steps, 2, ['a']);
    expect(skipped).toEqual({ b: 'a', c: 'a', d: 'a' });
    expect(events).toContain('-other');
  });

  it('only waits for what it comes after', async () => {
    const { events, skipped } = await traced([step('a', [], 2), step('b', [], 1, ['a'])], 2, ['a']);
    expect(skipped).toEqual({});
    expect(events).toEqual(['+a', '-a', '+b', '-b']);
  });

  it('starts nothing more once it is stopped, and skips the rest', async () => {
    const steps = [step('a', [], 3), step('b', ['a'], 2), step('c', ['b']), step('d')];
    const { events, skipped } = await traced(steps, 1, [], 1);
    expect(events).toEqual(['+a', '-a']);
    expect(skipped).toEqual({ b: null, c: null, d: null });
  });

  it('ignores needs that are no steps of the plan', async () => {
    expect((await traced([step('a', ['elsewhere'])], 1)).events).toEqual(['+a', '-a']);
  });

  it('ends at once with nothing to do, and rejects with the error of a step', async () => {
    await expect(traced([], 4)).resolves.toMatchObject({ events: [] });
    const failing = schedule([step('a'), step('b', ['a'])], {
      width: 2,
      stopped: () => false,
      skip: () => {},
      run: async () => {
        throw new Error('a bug');
      },
    });
    await expect(failing).rejects.toThrow('a bug');
  });

  it('runs a chain of 20,000 skips without a deep stack', async () => {
    const steps = Array.from({ length: 20_000 }, (_, n) => step(`${n}`, n === 0 ? [] : [`${n - 1}`], 20_000 - n));
    const { skipped } = await traced(steps, 1, ['0']);
    expect(Object.keys(skipped)).toHaveLength(19_999);
    expect(new Set(Object.values(skipped))).toEqual(new Set(['0']));
  });

  it('lets nobody take along what became ready only after they began', async () => {
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const taken: (string | null)[] = [];
    const steps = [step('quick', [], 3), step('slow', [], 3), step('filler', [], 2), step('late', ['quick'])];
    await schedule(steps, {
      width: 2,
      stopped: () => false,
      skip: () => {},
      run: async ({ id }, _, takeNext) => {
        const turns = { quick: 1, slow: 5, filler: 9, late: 1 }[id] ?? 0;
        for (let n = 0; n < turns; n++) await turn();
        if (id === 'slow') taken.push(takeNext(() => true)?.id ?? null);
        return [{ id, ok: true }];
      },
    });
    expect(taken).toEqual([null]);
  });

  it('keeps every order and runs or skips each step once, on random graphs', async () => {
    const graphs = fc.array(fc.record({ needs: fc.array(fc.nat(30), { maxLength: 4 }), fails: fc.boolean() }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), async (graph, width) => {
        const steps = graph.map(({ needs }, n) =>
          step(`${n}`, [...new Set(needs.filter((one) => one < n).map(String))], 31 - n),
        );
        const fails = graph.flatMap(({ fails: failing }, n) => (failing && n % 5 === 0 ? [`${n}`] : []));
        const { events, skipped } = await traced(steps, width, fails);
        const doomed = new Map<string, boolean>();
        for (const one of steps) {
          const skip = one.needs.some((id) => doomed.get(id) || fails.includes(id));
          doomed.set(one.id, skip);
          expect(one.id in skipped).toBe(skip);
          expect(events.filter((event) => event === `-${one.id}`)).toHaveLength(skip ? 0 : 1);
          if (skip) expect(fails).toContain(skipped[one.id]);
          else for (const id of one.needs) expect(events.indexOf(`-${id}`)).toBeLessThan(events.indexOf(`+${one.id}`));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a heap', () => {
  it('gives items in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const sorted = heap<number>((a, b) => a < b);
        for (const item of items) sorted.push(item);
        expect(items.map(() => sorted.pop())).toEqual([...items].sort((a, b) => a - b));
        expect(sorted.pop()).toBeUndefined();
      }),
    );
  });
});
