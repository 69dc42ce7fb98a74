import type { Seed } from '../nodes/node.ts';
import { columnsOf } from './columns.ts';
import { type Compilation, inTemplate } from './compilation.ts';
import type { SeedDraft } from './drafts.ts';
import { hook } from './hooks.ts';
import type { Names } from './names.ts';
import { wholeFile } from './values.ts';

export function seedNode(compilation: Compilation, names: Names, draft: SeedDraft): Seed {
  const render = (text: string) =>
    hook(compilation, names, text, inTemplate(wholeFile(draft.path)), { node: draft.name, hasThis: true });
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
    preHooks: draft.config.pre_hook.map(render),
    postHooks: draft.config.post_hook.map(render),
  };
}
