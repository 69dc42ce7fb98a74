import type { TextPart } from '../adapter/query-text.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import { locate } from '../source/source-map.ts';
import type { Range } from '../source/span.ts';
import { hasOtherBranches, writtenOnce } from './author-text.ts';
import type { Edit, Finding } from './finding.ts';
import type { Promises } from './keys.ts';
import type { Side } from './query-sides.ts';
import type { LintWorld } from './world.ts';

/** A model whose query is looked at, with what rules ask. */
export interface ModelText {
  readonly world: LintWorld;
  readonly model: Model;
  /** As `ls` prints it. */
  readonly name: string;
  readonly sides: readonly Side[];
  readonly promisesOf: (id: NodeId) => Promises;
  readonly nodeOf: (relation: { readonly schema: string; readonly name: string }) => NodeId | null;
}

/** Where a stretch of a side's query was written, whoever wrote it. */
export function placeOf(side: Side, at: number, length = 1): Range | null {
  return locate(side.code.map, at, length) ?? null;
}

/** Edits of the model's own file for parts of a side's query; null where one of them cannot be made. */
export function editsOf(
  { model }: Pick<ModelText, 'model'>,
  side: Side,
  parts: readonly (TextPart & { readonly text: string })[],
): readonly Edit[] | null {
  if (hasOtherBranches(model.rawCode)) return null;
  const edits = parts.map((part) => {
    const range = writtenOnce(side.code, part, model.path);
    return range && { ...range, text: part.text };
  });
  return edits.every((edit) => edit !== null) ? edits : null;
}

/** A finding about a place of a model's query. */
export function textFinding(
  { name }: Pick<ModelText, 'name'>,
  place: Range,
  said: Pick<Finding, 'rule' | 'message'> & Partial<Finding>,
): Finding {
  return { place, isWhole: false, label: '', notes: [], help: null, node: name, fix: null, ...said };
}
