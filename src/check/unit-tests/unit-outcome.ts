import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { NodeId } from '../../nodes/node.ts';
import type { RowsDifference } from './difference.ts';

/** What became of a unit test. */
export interface UnitOutcome {
  readonly status: 'pass' | 'fail' | 'error' | 'skipped';
  /** The first line for people; further lines are the difference. */
  readonly message: string | null;
  readonly failures: number | null;
  readonly difference?: RowsDifference;
  /** For a skipped test the model that the engine refuses. */
  readonly cause?: NodeId;
  readonly compiled?: string;
  readonly diagnostics: readonly Diagnostic[];
}
