import type { ColumnType } from '../adapter/port.ts';
import type { CheckWorld } from '../check/world.ts';
import { type LintRule, type LintSeverity, ruleNames } from '../nodes/lint.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Node, NodeId } from '../nodes/node.ts';
import type { ReadText } from '../source/text.ts';
import type { LintMemory } from './memory.ts';

/** Everything that rules look at. */
export interface LintWorld {
  readonly manifest: Manifest;
  readonly readText: ReadText;
  readonly check: CheckWorld;
  /** Columns of every node of which they are known. */
  readonly columns: ReadonlyMap<NodeId, readonly ColumnType[]>;
  /** What decides what the engine says of a node. */
  readonly keys: ReadonlyMap<NodeId, string>;
  readonly memory: LintMemory;
}

/** What holds where nobody says anything: a layer is only found in a project that declares its layers. */
const initial: Readonly<Partial<Record<LintRule, LintSeverity>>> = { layer: 'error' };

export function severityOf({ lint }: Manifest, node: Node | null, rule: LintRule): LintSeverity {
  const config = node && 'lint' in node.config ? node.config.lint : {};
  return config[rule] ?? lint.severities[rule] ?? initial[rule] ?? 'warn';
}

/** The rules that somebody wants to hear of for a node. */
export function rulesFor(manifest: Manifest, node: Node | null): ReadonlySet<LintRule> {
  return new Set(ruleNames.filter((rule) => severityOf(manifest, node, rule) !== 'off'));
}
