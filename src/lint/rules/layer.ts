import { dirname } from 'node:path/posix';
import { type Code, mark } from '../../nodes/code.ts';
import type { Layer } from '../../nodes/lint.ts';
import { displayName, type Model, type Node, type NodeId } from '../../nodes/node.ts';
import { locate } from '../../source/source-map.ts';
import type { Range } from '../../source/span.ts';
import type { Finding } from '../finding.ts';

/** A model that reads what its layer may not read. Who lies in no layer may read, and be read by, everybody. */
export function layer(
  model: Model,
  layers: readonly Layer[],
  nodeOf: (id: NodeId) => Node | undefined,
  place: () => Range,
): readonly Finding[] {
  const own = layers.find(({ name }) => isIn(model, name));
  if (!own) return [];
  const mayRead = [own.name, ...own.reads];
  return model.dependsOn.flatMap((id): Finding[] => {
    const parent = nodeOf(id);
    const above = parent && placeIn(parent, layers);
    if (!parent || !above || mayRead.includes(above)) return [];
    return [
      {
        rule: 'layer',
        place: callOf(model, id) ?? place(),
        isWhole: false,
        message: `\`${displayName(model)}\` of ${own.name} reads \`${displayName(parent)}\` of ${above}`,
        label: `${own.name} may not read ${above}`,
        notes: [],
        help: `${own.name} reads ${spoken(mayRead)}: read what is made of it there, or change \`lint: {layers: …}\``,
        node: displayName(model),
        fix: null,
      },
    ];
  });
}

function placeIn(node: Node, layers: readonly Layer[]): string | null {
  if (node.resource === 'source') return 'sources';
  if (node.resource === 'seed') return 'seeds';
  if (node.resource !== 'model') return null;
  return layers.find(({ name }) => isIn(node, name))?.name ?? null;
}

/** Whether a model lies in a folder of that name, or path, below the models. */
function isIn({ path }: Model, layer: string): boolean {
  return `/${dirname(path)}/`.includes(`/${layer}/`);
}

/** Where a model names an input. */
function callOf({ code, incrementalCode, unexpanded }: Model, id: NodeId): Range | null {
  const sides = unexpanded ?? { code, incrementalCode };
  for (const side of [sides.code, sides.incrementalCode]) {
    const found = side && callIn(side, id);
    if (found) return found;
  }
  return null;
}

function callIn({ text, inputs, map }: Code, id: NodeId): Range | null {
  const at = text.indexOf(mark('i', inputs.indexOf(id)));
  return at < 0 ? null : (locate(map, at) ?? null);
}

function spoken(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
