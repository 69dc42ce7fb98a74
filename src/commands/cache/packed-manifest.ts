import { buildDag } from '../../graph/build-dag.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import type { Node, NodeId } from '../../nodes/node.ts';

/** Parts of a node that few commands read: kept as text apart and parsed when somebody asks. */
const heavyKeys = [
  'rawCode',
  'code',
  'incrementalCode',
  'unexpanded',
  'columns',
  'constraints',
  'description',
  'preHooks',
  'postHooks',
  'signal',
  'refs',
  'sources',
  'macros',
  'spec',
  'tested',
] as const;

type HeavyKey = (typeof heavyKeys)[number];
type LightNode = Readonly<Record<string, unknown>> & { readonly id: NodeId; readonly dependsOn: readonly NodeId[] };

/** A manifest as JSON: nodes without their heavy parts and with equal configurations once. */
export interface PackedManifest {
  readonly rest: Omit<Manifest, 'nodes' | 'graph' | 'disabled'>;
  readonly configs: readonly unknown[];
  /** `config` is an index of `configs`; `heavy` the line of the heavy parts. */
  readonly nodes: readonly LightNode[];
  readonly disabled: readonly Node[];
}

export function pack(manifest: Manifest): { readonly packed: PackedManifest; readonly lines: string[] } {
  const { nodes, graph: _, disabled, ...rest } = manifest;
  const configs: unknown[] = [];
  const known = new Map<string, number>();
  const lines: string[] = [];
  const light = [...nodes.values()].map((node): LightNode => {
    const text = JSON.stringify(node.config);
    const index = known.get(text) ?? configs.push(node.config) - 1;
    known.set(text, index);
    const [kept, heavy] = split(node);
    lines.push(JSON.stringify(heavy));
    return { ...kept, id: node.id, dependsOn: node.dependsOn, config: index };
  });
  return { packed: { rest, configs, nodes: light, disabled: [...disabled.values()] }, lines };
}

/** The heavy parts of one node, as they stand in a line. */
export function heavyLine(node: Node): string {
  // A copy of a node that was remembered may be another node.
  const isRemembered = Object.getPrototypeOf(node) === lazy;
  return isRemembered ? (node as unknown as Lazy)[asked]() : JSON.stringify(split(node)[1]);
}

/** All parts of a node as its own, also those that are kept apart until somebody asks. */
export function whole<N extends Node>(node: N): N {
  const parts = heavyKeys.map((key) => [key, (node as unknown as Record<string, unknown>)[key]]);
  return { ...node, ...Object.fromEntries(parts.filter(([, value]) => value !== undefined)) };
}

/** The heavy parts come in one order, so that equal nodes give equal lines. */
function split(node: Node): [Record<string, unknown>, Record<string, unknown>] {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) if (!isHeavy(key)) kept[key] = value;
  const heavy: Record<string, unknown> = {};
  for (const key of heavyKeys)
    if (Object.hasOwn(node, key)) heavy[key] = (node as unknown as Record<string, unknown>)[key];
  return [kept, heavy];
}

function isHeavy(key: string): key is HeavyKey {
  return (heavyKeys as readonly string[]).includes(key);
}

/** The manifest again; `line` gives the text of a node's heavy parts by its place in `nodes`. */
export function unpack(packed: PackedManifest, line: (index: number) => string): Manifest {
  const nodes = new Map<NodeId, Node>();
  const parents = new Map<NodeId, readonly NodeId[]>();
  packed.nodes.forEach((light, index) => {
    const node = Object.assign(Object.create(lazy), light, {
      config: packed.configs[light.config as number],
      [asked]: () => line(index),
    });
    nodes.set(light.id, node as Node);
    parents.set(light.id, light.dependsOn);
  });
  const known = new Map([...parents].map(([id, of]) => [id, of.filter((one) => nodes.has(one))]));
  const disabled = new Map(packed.disabled.map((node) => [node.id, node]));
  return { ...packed.rest, nodes, disabled, graph: buildDag(known) };
}

const asked = Symbol('the text of the heavy parts');
const parsed = Symbol('the heavy parts');

interface Lazy {
  readonly [asked]: () => string;
  [parsed]?: Record<string, unknown>;
}

const lazy = Object.defineProperties(
  {},
  Object.fromEntries(
    heavyKeys.map((key) => [
      key,
      {
        get(this: Lazy) {
          this[parsed] ??= JSON.parse(this[asked]()) as Record<string, unknown>;
          return this[parsed][key];
        },
      },
    ]),
  ),
);
