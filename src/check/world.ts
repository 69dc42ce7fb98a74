import type { Adapter, ColumnType } from '../adapter/port.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node } from '../nodes/node.ts';
import type { ReadText } from '../source/text.ts';
import type { Relation } from '../sql/relation.ts';
import type { InferenceMemory } from './inferred-types.ts';
import type { Intakes } from './intake.ts';
import type { CheckMemory, Standing } from './memory.ts';
import type { SourceFiles } from './source-files.ts';
import type { StandIns } from './stand-ins.ts';

/** What the warehouse can be asked; nobody asks it when a project is only checked. */
export interface Warehouse {
  /** The columns of a relation that stands there; null when there is none. */
  readonly columns: (relation: Relation) => Promise<readonly ColumnType[] | null>;
  /** Every table and view that stands there. */
  readonly standing: () => Promise<readonly Standing[]>;
}

/** Everything that a check works with. */
export interface CheckWorld {
  readonly manifest: Manifest;
  readonly root: string;
  readonly now: Date;
  readonly invocation: string;
  readonly readText: ReadText;
  /** The code, columns and other large parts of a node as one text: the same text, the same node. */
  readonly textOf: (node: Node) => string;
  /** Opens the empty copy of the warehouse when it is first needed. */
  readonly shadow: () => Promise<Adapter>;
  readonly standIns: StandIns;
  readonly files: SourceFiles;
  readonly intakes: Intakes;
  readonly memory: CheckMemory;
  readonly inferred: InferenceMemory;
  readonly warehouse: Warehouse | null;
}
