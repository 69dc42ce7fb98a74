import type { Manifest } from '../nodes/manifest.ts';
import type { Node } from '../nodes/node.ts';
import type { SelectData, SiteIndex } from './contract.ts';

/**
 * As much of a manifest as the selector grammar looks at, so that the pages select with the program's own code. The ids
 * are numbers: those of the shown nodes, then tests.
 */
export function selectManifest({ project, target, nodes }: SiteIndex, data: SelectData): Manifest {
  const shown = nodes.name.length;
  const all = new Map<string, Node>();
  const parents = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>();
  const own = data.config.map((_, number) => {
    const test = data.tests[number - shown];
    return test ? test.parents : (nodes.parents[number] ?? []);
  });
  own.forEach((list, number) => {
    parents.set(String(number), list.map(String));
    children.set(String(number), []);
  });
  own.forEach((list, number) => {
    for (const parent of list) children.get(String(parent))?.push(String(number));
  });
  data.config.forEach((_, number) => {
    all.set(String(number), lightNode(number, project, nodes, data));
  });
  return {
    project,
    target: { name: target, type: '', path: '', schema: '', schemaPrefix: false, threads: 1, reuse: [], settings: {} },
    vars: {},
    nodes: all,
    graph: { parents, children },
    disabled: new Map(),
    macros: [],
    lint: { severities: {}, layers: [] },
    groups: [],
    selectors: data.selectors.map((selector) => ({ ...selector, description: '' })),
    onRunStart: [],
    onRunEnd: [],
    generatorsPath: '',
    helperFiles: [],
    targetPath: '',
  };
}

/** What `plan/` reads of a node, and nothing else. */
function lightNode(number: number, project: string, nodes: SiteIndex['nodes'], data: SelectData): Node {
  const test = data.tests[number - nodes.name.length];
  const folder = data.folders[data.folder[number] ?? 0] ?? [];
  const leaf = data.leaf[number] ?? '';
  const [version, latestVersion] = data.versions[number] ?? [null, null];
  const light = {
    resource: test ? (test.unit ? 'unit_test' : 'test') : nodes.resource.words[nodes.resource.of[number] ?? 0],
    id: String(number),
    name: data.name[number] === 0 ? leaf : data.name[number],
    project,
    path: test ? test.path : nodes.path[number],
    patchPath: data.patchPath.words[data.patchPath.of[number] ?? 0] || null,
    fqn: [...folder, leaf],
    config: data.configs[data.config[number] ?? 0],
    version,
    latestVersion,
    generic: test?.generic ? { name: test.generic, args: {} } : null,
    sourceName: folder.at(-1) ?? '',
    dependsOn: [],
  };
  return light as unknown as Node;
}
