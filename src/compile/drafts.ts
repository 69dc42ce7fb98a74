import type { ValuePlace } from '../config/layer.ts';
import type { ColumnSpec, Deprecation, ModelSpec, SeedSpec, SourceTableSpec, TestSpec } from '../config/properties.ts';
import type { ModelConfig, SeedConfig, SourceConfig } from '../nodes/config.ts';
import type { Constraint, NodeId } from '../nodes/node.ts';
import type { RawSeed } from '../project/raw-project.ts';
import type { SourceText } from '../source/text.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import type { Relation } from '../sql/relation.ts';
import type { Rendered } from '../template/template.ts';

/** Nodes that a ref or source can name, rendered and configured but with their parents still unresolved. */

interface DraftBase {
  readonly id: NodeId;
  readonly name: string;
  readonly path: string;
  readonly fqn: readonly string[];
  readonly columns: readonly ColumnSpec[];
  readonly tests: readonly TestSpec[];
}

/** Where each hook was written, in the order in which they stand in the configuration. */
interface WithHooks {
  readonly placesOf: (key: string) => readonly ValuePlace[];
}

export interface ModelDraft extends DraftBase, WithHooks {
  readonly kind: 'model';
  readonly file: SourceText;
  readonly spec: ModelSpec | null;
  readonly version: string | null;
  readonly constraints: readonly Constraint[];
  readonly deprecation: Deprecation | null;
  readonly config: ModelConfig;
  readonly relation: Relation;
  readonly rendered: Rendered;
  /** With `is_incremental` true; null when the template never asks. */
  readonly incremental: Rendered | null;
}

export interface SeedDraft extends DraftBase, WithHooks {
  readonly kind: 'seed';
  readonly raw: RawSeed;
  readonly spec: SeedSpec | null;
  readonly config: SeedConfig;
  readonly columnTypesAt: YamlPlace | null;
  readonly relation: Relation;
}

export interface SourceDraft extends DraftBase {
  readonly kind: 'source';
  readonly spec: SourceTableSpec;
  readonly config: SourceConfig;
  /** Where its schema contract was written; null where nobody gives one. */
  readonly contractAt: ValuePlace | null;
  readonly relation: Relation | null;
}

export type Draft = ModelDraft | SeedDraft | SourceDraft;
