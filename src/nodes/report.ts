import type { NodeId } from './node.ts';

/** What a model with `report: true` holds, read after the run that built it. */
export interface Report {
  readonly id: NodeId;
  readonly name: string;
  /** As people read it: `truth.scoreboard`. */
  readonly relation: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** In the order of the columns, as JSON can hold them: whole numbers beyond 2^53 are text. At most `mostReportRows`. */
  readonly rows: readonly (readonly unknown[])[];
  /** There are more rows than these. */
  readonly cut: boolean;
}

export const mostReportRows = 1000;
