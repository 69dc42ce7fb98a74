import type { RelationKind, Session } from '../../adapter/port.ts';
import type { CodePlace } from '../../check/places.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { FilledCode } from '../../nodes/code.ts';
import type { Interval } from '../../nodes/interval.ts';
import type { Model } from '../../nodes/node.ts';
import type { Quarantined } from '../../nodes/result.ts';

/** What a materialization works on: inside one transaction, on names that are SQL already. */
export interface Build {
  readonly session: Session;
  readonly model: Model;
  readonly code: FilledCode;
  /** The relation that is built. */
  readonly relation: string;
  /** What stands there now. */
  readonly existing: RelationKind | null;
  /** Whether the table that is there is added to, as the template's `is_incremental` said. */
  readonly incremental: boolean;
  /** Whether the query sees only some of the rows of its inputs (`--empty`, `--sample`): what it lacks is not gone. */
  readonly partial: boolean;
  /** What of a microbatch model is built; null for every other model. */
  readonly interval: Interval | null;
  /** Whether some input shows its rows of the interval only. */
  readonly filtersInputs: boolean;
  /** The run's instant. */
  readonly now: Date;
  readonly place: CodePlace;
}

/** Files of a version: `put` moves them into place when it is to be published, `settle` tidies up whatever came of it. */
export interface Outside {
  readonly put: () => Promise<void>;
  readonly settle: (isKept: boolean) => void;
}

export interface Built {
  readonly kind: RelationKind;
  /** Rows written; null where nothing is written. */
  readonly rows: number | null;
  /** Whether a table that is added to was made anew. */
  readonly isAnew?: boolean;
  /** Whether other rows are in the table than before; absent where that is not known. */
  readonly isChanged?: boolean;
  /** What of the version lies outside of the warehouse. */
  readonly outside?: Outside;
  /** What was left out of delivered files. */
  readonly quarantined?: Quarantined;
  /** Where its rows were copied from, for people; absent where they were made. */
  readonly from?: string;
  /** Warnings that only the rows could give. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** A relation that was of another kind goes first: `create or replace` refuses it. */
export async function makeRoom(
  session: Session,
  relation: string,
  existing: RelationKind | null,
  wanted: RelationKind,
): Promise<void> {
  if (existing !== null && existing !== wanted) await session.run(`drop ${existing} if exists ${relation}`);
}
