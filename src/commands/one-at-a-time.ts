import { AsyncLocalStorage } from 'node:async_hooks';

const inside = new AsyncLocalStorage<true>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Does pieces of work one after the other in the order in which they were asked for, in the whole process: what one run
 * writes no other is to find half written. Work that is asked for by such work is not made to wait for its own end.
 */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (inside.getStore()) return work();
  const start = () => inside.run(true, work);
  const done = last.then(start, start);
  last = done.catch(() => undefined);
  return done;
}
