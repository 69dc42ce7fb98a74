import type { ModelUnitTestSpec } from '../config/properties.ts';
import type { Code } from '../nodes/code.ts';
import { isMicrobatch } from '../nodes/config.ts';
import { type NodeId, type TestedModel, versionedName } from '../nodes/node.ts';
import type { Rendered, RenderOptions } from '../template/template.ts';
import { distinct, toCode } from './codes.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { ModelDraft } from './drafts.ts';
import { withEphemerals } from './ephemeral.ts';
import { ofBatch, renderedModel } from './models.ts';
import type { Names } from './names.ts';
import { silently, unitInputs } from './unit-inputs.ts';
import { checkOverrides, overriddenScope } from './unit-overrides.ts';
import { unitRows } from './unit-rows.ts';

/** A model as one unit test sees it: its query under the overrides, and the rows around it. */
export function testedModel(
  compilation: Compilation,
  names: Names,
  spec: ModelUnitTestSpec,
  draft: ModelDraft,
  node: string,
): TestedModel | null {
  const { scope, isChanged, isIncremental, batch } = overriddenScope(compilation, spec, node);
  if (draft.incremental !== null && isIncremental === null) {
    report(
      compilation,
      'M134',
      `\`${draft.name}\` asks for \`is_incremental\`, and the test does not say which it is`,
      inYaml(spec.place),
      {
        node,
        help: 'write `overrides: {macros: {is_incremental: true}}`, or false',
      },
    );
  }
  const inside: Compilation = { ...compilation, scope };
  const side = (one: ModelDraft, wanted: boolean): Rendered => {
    if (!isChanged && !wanted) return one.rendered;
    if (!isChanged && one.incremental) return one.incremental;
    const again = renderedModel(inside, one.file, optionsOf(one, wanted));
    compilation.diagnostics.push(...again.diagnostics.map((found) => ({ ...found, node: found.node ?? node })));
    return again;
  };
  const rendered = side(draft, isIncremental === true);
  const codeOf = (text: Rendered): Code => toCode(text, (call) => silently(compilation, names, call));
  const code = codeOf(rendered);
  if (batch === null && code.text.includes('\uE000b')) {
    report(
      compilation,
      'M134',
      `\`${draft.name}\` reads \`batch\`, and the test does not say which it is`,
      inYaml(spec.place),
      {
        node,
        help: 'write `overrides: {macros: {batch: {start: 2025-12-01, end: 2025-12-02}}}`',
      },
    );
  }

  const ephemerals = ephemeralsBehind(names, code, (one) => codeOf(side(one, false)));
  const read = distinct([
    ...code.inputs,
    ...[...ephemerals.values()].flatMap((one) => one.code.inputs),
    ...callsOf(draft).map((call) => silently(compilation, names, call) ?? ''),
  ]);
  checkOverrides(
    compilation,
    spec,
    [rendered, ...[...ephemerals.keys()].map((id) => drafted(names, id).rendered)],
    node,
  );
  const given = unitInputs(inside, names, spec, draft, read, node);
  const expect = unitRows(inside, names, spec.expect, node);
  if (!expect) return null;

  const isGiven = new Set(given.map((one) => one.node));
  const reaches = (id: NodeId): boolean =>
    !isGiven.has(id) && (ephemerals.get(id)?.code.inputs ?? []).some((input) => isGiven.has(input) || reaches(input));
  const expanded = withEphemerals(code, (id) => (reaches(id) ? ephemerals.get(id) : undefined));
  const isOwn = expanded === code && !isChanged && (isIncremental !== true || draft.incremental !== null);
  return {
    kind: 'model',
    model: draft.id,
    isIncremental: isIncremental === true && draft.incremental !== null,
    code: isOwn ? null : expanded,
    given,
    expect,
    tolerance: spec.tolerance,
    batch,
  };
}

function optionsOf({ name, path, version, config }: ModelDraft, isIncremental: boolean): RenderOptions {
  const options = { kind: 'model', isIncremental, model: { name, path, version }, hasThis: true } as const;
  return isMicrobatch(config) ? { ...options, ...ofBatch } : options;
}

function callsOf({ rendered, incremental }: ModelDraft): Rendered['inputs'] {
  const sides = incremental ? [rendered, incremental] : [rendered];
  return sides.flatMap((side) => [...side.inputs, ...side.dependsOn]);
}

function drafted(names: Names, id: NodeId): ModelDraft {
  return names.enabled.get(id) as ModelDraft;
}

/** Ephemeral models that a query reads, directly or through others, with their own queries. */
function ephemeralsBehind(
  names: Names,
  code: Code,
  codeOf: (draft: ModelDraft) => Code,
): ReadonlyMap<NodeId, { readonly name: string; readonly code: Code }> {
  const found = new Map<NodeId, { readonly name: string; readonly code: Code }>();
  const open = [...code.inputs];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const draft = names.enabled.get(id);
    if (found.has(id) || draft?.kind !== 'model' || draft.config.materialized !== 'ephemeral') continue;
    const own = codeOf(draft);
    found.set(id, { name: versionedName(draft.name, draft.version), code: own });
    open.push(...own.inputs);
  }
  return found;
}
