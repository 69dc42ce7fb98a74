import { stem } from '../config/folder-layers.ts';
import { spanAt } from '../config/reading.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Target } from '../nodes/manifest.ts';
import { type DataTest, displayName, type Model, type Node, type Seed } from '../nodes/node.ts';
import type { ReadText } from '../source/text.ts';
import { type Relation, relationName } from '../sql/relation.ts';
import { type Compilation, inTemplate, inYaml } from './compilation.ts';

/** The relation of a node: its schema is taken as it is unless the target prefixes schemas with its own. */
export function relationOf(
  target: Target,
  config: { readonly schema: string | null; readonly alias: string | null },
  name: string,
): Relation {
  const own = config.schema;
  const schema = own === null ? target.schema : target.schemaPrefix ? `${target.schema}_${own}` : own;
  return { schema, name: config.alias ?? name };
}

/** Two nodes may not write the same relation. */
export function checkRelations(compilation: Compilation, nodes: Iterable<Node>): void {
  const found = writtenTwice(nodes, (test) => test.config.store_failures, compilation.readText);
  compilation.diagnostics.push(...found);
}

type Writer = Model | Seed | DataTest;

/** Every node whose relation another one writes already; the engine compares names without case. */
export function writtenTwice(
  nodes: Iterable<Node>,
  stores: (test: DataTest) => boolean,
  readText: ReadText,
): Diagnostic[] {
  const seen = new Map<string, Writer>();
  const found: Diagnostic[] = [];
  for (const node of nodes) {
    if (!writes(node, stores)) continue;
    const key = `${node.relation.schema}\n${node.relation.name}`.toLowerCase();
    const other = seen.get(key);
    if (!other) seen.set(key, node);
    else if (!areNamesakes(node, other)) found.push(twice(node, other, readText));
  }
  return found;
}

function writes(node: Node, stores: (test: DataTest) => boolean): node is Writer {
  if (node.resource === 'model') return node.config.materialized !== 'ephemeral';
  return node.resource === 'seed' || (node.resource === 'test' && stores(node));
}

/** Files whose names differ in case only are refused where they are read (M110). */
function areNamesakes(node: Writer, other: Writer): boolean {
  if (node.resource === 'test' || other.resource === 'test') return false;
  return stem(node.path).toLowerCase() === stem(other.path).toLowerCase();
}

function twice(node: Writer, other: Writer, readText: ReadText): Diagnostic {
  const at = node.place.kind === 'file' ? inTemplate(node.place.range) : inYaml(node.place.at);
  const areTests = node.resource === 'test' && other.resource === 'test';
  const does = areTests ? 'keep their bad rows in' : 'build';
  const [name, otherName] = [displayName(node), displayName(other)];
  return diagnostic('M404', `\`${name}\` and \`${otherName}\` would both ${does} \`${relationName(node.relation)}\``, {
    labels: [{ span: spanAt(at, readText), text: '' }],
    notes: [`\`${otherName}\` is in ${other.path}`],
    help: `give one of them another \`alias\` or \`${areTests ? 'name' : 'schema'}\``,
    node: name,
  });
}
