import { type Model, type NodeId, versionedName } from '../nodes/node.ts';
import type { Range } from '../source/span.ts';
import { isTypescript } from '../source/text.ts';
import type { InputCall, Rendered } from '../template/template.ts';
import { checksumOf } from './checksum.ts';
import { distinct, toCode } from './codes.ts';
import { columnsOf } from './columns.ts';
import type { Compilation } from './compilation.ts';
import type { ModelDraft } from './drafts.ts';
import { nodeHooks, signalOf } from './hooks.ts';
import { type Names, resolve } from './names.ts';
import { signalProgramOf } from './signals.ts';
import { wholeFile } from './values.ts';

/** A model whose refs have become edges. Ephemeral parents are still marks in its code. */
export function modelNode(compilation: Compilation, names: Names, draft: ModelDraft): Model {
  const { rendered, incremental, config } = draft;
  const shown = versionedName(draft.name, draft.version);
  const ids = new Map<string, NodeId | null>();
  const find = (call: InputCall) => {
    const key =
      call.kind === 'source' ? `s ${call.source}.${call.table}` : `r ${call.package} ${call.name} ${call.version}`;
    if (!ids.has(key)) ids.set(key, resolve(compilation, names, call, shown));
    return ids.get(key) ?? null;
  };
  const code = toCode(rendered, find);
  const incrementalCode = incremental && toCode(incremental, find);
  const sides: Rendered[] = incremental ? [rendered, incremental] : [rendered];
  const calls = sides.flatMap((side) => [...side.inputs, ...side.dependsOn]);
  const hooks = nodeHooks(compilation, names, draft);
  const signal = signalOf(compilation, names, draft);
  const signalProgram = signalProgramOf(compilation, draft);
  const hookInputs = [...hooks.pre, ...hooks.post, ...(signal ? [signal] : [])]
    .flatMap((code) => code.inputs)
    .filter((id) => id !== draft.id);
  return {
    resource: 'model',
    id: draft.id,
    name: draft.name,
    project: compilation.raw.config.name,
    path: draft.path,
    patchPath: draft.spec?.place.file ?? null,
    fqn: draft.fqn,
    description: draft.spec?.description ?? '',
    place: { kind: 'file', range: declaredAt(draft) },
    dependsOn: distinct([...calls.map((call) => find(call) ?? ''), ...hookInputs]),
    checksum: checksumOf(draft.file.text),
    config,
    relation: draft.relation,
    columns: columnsOf(draft.columns),
    constraints: draft.constraints,
    rawCode: draft.file.text,
    code,
    incrementalCode,
    preHooks: hooks.pre,
    postHooks: hooks.post,
    refs: calls.flatMap((call) =>
      call.kind === 'ref' ? [{ name: call.name, package: call.package, version: call.version }] : [],
    ),
    sources: calls.flatMap((call): [string, string][] => (call.kind === 'source' ? [[call.source, call.table]] : [])),
    macros: [...new Set(sides.flatMap((side) => side.macros))],
    version: draft.version,
    latestVersion: draft.spec?.latestVersion ?? null,
    ...(signal ? { signal } : {}),
    ...(signalProgram ? { signalProgram } : {}),
    ...(draft.deprecation ? { deprecation: draft.deprecation } : {}),
  };
}

/** A model in TypeScript is declared where it calls `model`; SQL is the whole file. */
function declaredAt({ path, rendered }: ModelDraft): Range {
  const [first] = rendered.map;
  if (!isTypescript(path) || !first) return wholeFile(path);
  return { file: first.file, from: first.from, to: first.to };
}
