import type { Seed } from '../nodes/node.ts';
import { columnsOf } from './columns.ts';
import type { Compilation } from './compilation.ts';
import type { SeedDraft } from './drafts.ts';
import { nodeHooks } from './hooks.ts';
import type { Names } from './names.ts';
import { wholeFile } from './values.ts';

export function seedNode(compilation: Compilation, names: Names, draft: SeedDraft): Seed {
  const hooks = nodeHooks(compilation, names, draft);
  return {
    resource: 'seed',
    id: draft.id,
    name: draft.name,
    project: compilation.raw.config.name,
    path: draft.path,
    patchPath: draft.spec?.place.file ?? null,
    fqn: draft.fqn,
    description: draft.spec?.description ?? '',
    place: { kind: 'file', range: wholeFile(draft.path) },
    dependsOn: [],
    checksum: draft.raw.checksum,
    config: draft.config,
    ...(draft.columnTypesAt ? { columnTypesAt: draft.columnTypesAt } : {}),
    relation: draft.relation,
    columns: columnsOf(draft.columns),
    header: draft.raw.header,
    preHooks: hooks.pre,
    postHooks: hooks.post,
  };
}
