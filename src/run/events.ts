import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Report } from '../nodes/report.ts';
import type { NodeResult } from '../nodes/result.ts';

/** What a run tells while it goes on: terminal, log, artifacts and pages read the same stream. `at` is an ISO instant. */
export type RunEvent =
  | {
      readonly type: 'run_started';
      readonly at: string;
      readonly invocation: string;
      readonly version: string;
      readonly verb: string;
      readonly project: string;
      readonly target: string;
      readonly threads: number;
      readonly selection: string | null;
      readonly total: number;
      /** Characters of the longest name among the tables and programs that are to be built. */
      readonly longestName: number;
    }
  | {
      readonly type: 'node_started';
      readonly at: string;
      readonly id: NodeId;
      readonly name: string;
      readonly thread: string;
    }
  | {
      readonly type: 'node_progress';
      readonly at: string;
      readonly id: NodeId;
      readonly done: number;
      readonly total: number;
      readonly what: string;
    }
  | {
      readonly type: 'node_finished';
      readonly at: string;
      /** 1-based place in the order in which nodes finished. */
      readonly index: number;
      readonly total: number;
      readonly result: NodeResult;
    }
  /** The rows of a model with `report: true`, after all nodes. */
  | { readonly type: 'report'; readonly at: string; readonly report: Report }
  /** Nodes that `build` has built and will build each time, with why; before the end, where there are some. */
  | {
      readonly type: 'built_each_time';
      readonly at: string;
      readonly nodes: readonly { readonly id: NodeId; readonly name: string; readonly why: string }[];
    }
  | { readonly type: 'diagnostic'; readonly at: string; readonly diagnostic: Diagnostic }
  | {
      readonly type: 'run_finished';
      readonly at: string;
      readonly interrupted: boolean;
      readonly seconds: number;
      readonly results: readonly NodeResult[];
    };

export type Listener = (event: RunEvent) => void;
