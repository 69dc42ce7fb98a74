import type { Adapter } from '../adapter/port.ts';
import { intakes, readable } from '../check/intake.ts';
import { contractOf, scanOf, sourceFiles } from '../check/source-files.ts';
import { type Code, type FilledCode, fill } from '../nodes/code.ts';
import { instantText } from '../nodes/instant.ts';
import { type Interval, timestampSql } from '../nodes/interval.ts';
import type { NodeId } from '../nodes/node.ts';
import { type Relation, relationSql } from '../sql/relation.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';

/**
 * A code as it is sent outside of a run: relations as they are, files of sources read in place. `span` is what a
 * microbatch model's batch stands for.
 */
export async function queryText(
  loaded: Loaded,
  adapter: Adapter,
  effects: Effects,
  code: Code,
  own: Relation | null,
  span: Interval | null = null,
): Promise<FilledCode> {
  const files = sourceFiles(loaded.root);
  const taken = intakes(async () => adapter, files, effects.now);
  const inputs = new Map<NodeId, string>();
  for (const id of code.inputs) {
    const node = loaded.manifest.nodes.get(id);
    if (node?.resource === 'source' && node.files) {
      const read = contractOf(node)
        ? readable(await taken.all(node))
        : await taken.shaped(node, await files.find(node));
      inputs.set(id, adapter.scan(scanOf(node, read, effects.now, code.text, await taken.columns(node))));
    } else if (node && 'relation' in node && node.relation) inputs.set(id, relationSql(node.relation));
  }
  return fill(code, (kind, index) => {
    if (kind === 'i') return inputs.get(code.inputs[index] ?? '') ?? '';
    if (kind === 't' && own) return relationSql(own);
    if (kind === 'b' && span) return timestampSql(index === 0 ? span.start : span.end);
    return kind === 'a' ? instantText(effects.now) : effects.invocation;
  });
}
