import type { Session } from '../adapter/port.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Code, FilledCode } from '../nodes/code.ts';
import type { Hook } from '../nodes/node.ts';
import type { Built } from './materializations/build.ts';

/** A relation about to be built: what is known of it before its transaction begins, and the work inside. */
export interface Prepared {
  /** The SQL as it will be sent; null where there is none to show. */
  readonly compiled: string | null;
  /** Warnings found on the way. */
  readonly diagnostics: readonly Diagnostic[];
  /** Delivered files that are read; null where there are none. */
  readonly files: number | null;
  readonly preHooks: readonly Hook[];
  readonly postHooks: readonly Hook[];
  readonly fillHook: (hook: Code) => FilledCode;
  readonly build: (session: Session) => Promise<Built>;
  /** Looks, after the transaction, for what is behind an error of `build`. */
  readonly explain: (error: unknown) => Promise<unknown>;
}
