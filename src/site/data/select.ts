import type { Node } from '../../nodes/node.ts';
import type { SelectData, SelectTest } from '../contract.ts';
import type { SiteInput } from '../input.ts';
import { type Numbers, wordsOf } from './numbers.ts';

/** Everything that decides a selection and is not in the index: each thing once, since most nodes share theirs. */
export function selectData({ manifest }: SiteInput, numbers: Numbers): SelectData {
  const tests = [...manifest.nodes.values()].filter(
    (node) => node.resource === 'test' || node.resource === 'unit_test',
  );
  const all: readonly Node[] = [...numbers.nodes, ...tests];
  const configs = wordsOf(all.map(({ config }) => JSON.stringify(config)));
  const folders = wordsOf(all.map(({ fqn }) => JSON.stringify(fqn.slice(0, -1))));
  const versions: Record<string, readonly [string, string | null]> = {};
  all.forEach((node, number) => {
    if (node.resource === 'model' && node.version !== null) versions[number] = [node.version, node.latestVersion];
  });
  return {
    configs: configs.words.map((word) => JSON.parse(word)),
    config: configs.of,
    folders: folders.words.map((word) => JSON.parse(word)),
    folder: folders.of,
    leaf: all.map(({ fqn }) => fqn.at(-1) ?? ''),
    name: all.map(({ name, fqn }) => (name === fqn.at(-1) ? 0 : name)),
    patchPath: wordsOf(all.map(({ patchPath }) => patchPath ?? '')),
    versions,
    tests: tests.map(
      (test): SelectTest => ({
        unit: test.resource === 'unit_test',
        generic: test.resource === 'test' ? (test.generic?.name ?? null) : null,
        path: test.path,
        parents: (manifest.graph.parents.get(test.id) ?? []).flatMap((id) => numbers.of.get(id) ?? []),
      }),
    ),
    selectors: manifest.selectors.map(({ name, default: isDefault, definition }) => ({
      name,
      default: isDefault,
      definition,
    })),
  };
}
