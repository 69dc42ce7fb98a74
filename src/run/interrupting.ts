import type { Adapter } from '../adapter/port.ts';

const again = 50;

/**
 * While `work` goes on, an abort interrupts the engine, and again every few milliseconds: a statement may have been on
 * its way when the first interruption came.
 */
export async function whileInterruptible(
  adapter: Adapter,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    adapter.interrupt();
    timer ??= setInterval(() => adapter.interrupt(), again);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    await work();
  } finally {
    signal.removeEventListener('abort', stop);
    if (timer) clearInterval(timer);
  }
}
