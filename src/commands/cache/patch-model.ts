import { checksumOf } from '../../compile/checksum.ts';
import { toCode } from '../../compile/codes.ts';
import { ofBatch } from '../../compile/models.ts';
import type { Code } from '../../nodes/code.ts';
import { isMicrobatch } from '../../nodes/config.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import type { Model } from '../../nodes/node.ts';
import { isTypescript } from '../../source/text.ts';
import { render } from '../../template/render.ts';
import type { Rendered, TemplateScope } from '../../template/template.ts';
import { whole } from './packed-manifest.ts';

/**
 * A model whose file was edited, when the edit cannot matter to anything else: the same refs, configuration and macros.
 * null otherwise, and then the project is compiled anew.
 */
export function patchModel(manifest: Manifest, scope: TemplateScope, model: Model, text: string): Model | null {
  const isEphemeral = (id: string) => {
    const node = manifest.nodes.get(id);
    return node?.resource === 'model' && node.config.materialized === 'ephemeral';
  };
  if (isTypescript(model.path) || isEphemeral(model.id) || model.dependsOn.some(isEphemeral) || hasOwnHooks(model))
    return null;
  const side = (isIncremental: boolean, before: Code): Code | null => {
    const seen = { name: model.name, path: model.path, version: model.version };
    const context = isMicrobatch(model.config) ? ofBatch : {};
    const options = { kind: 'model', isIncremental, model: seen, hasThis: true, ...context } as const;
    const old = render({ path: model.path, text: model.rawCode }, scope, options);
    const fresh = render({ path: model.path, text }, scope, options);
    if (fresh.diagnostics.length > 0 || shape(old) !== shape(fresh)) return null;
    return toCode(fresh, (call) => before.inputs[fresh.inputs.indexOf(call)] ?? null);
  };
  const code = side(false, model.code);
  const incrementalCode = model.incrementalCode && side(true, model.incrementalCode);
  if (!code || (model.incrementalCode && !incrementalCode)) return null;
  const { checksum: _, ...rest } = whole(model);
  return { ...rest, checksum: checksumOf(text), rawCode: text, code, incrementalCode };
}

/** Hooks that the file itself gives stand elsewhere in it after an edit. */
function hasOwnHooks({ path, preHooks, postHooks }: Model): boolean {
  return [...preHooks, ...postHooks].some(({ place }) => place.kind === 'file' && place.range.file === path);
}

/** Everything of a rendering that others build on. */
function shape(rendered: Rendered): string {
  const calls = (all: Rendered['inputs']) => all.map(({ range: _, ...call }) => call);
  return JSON.stringify([
    calls(rendered.inputs),
    calls(rendered.dependsOn),
    rendered.config.map((call) => call.values),
    rendered.usesIncremental,
    rendered.macros,
    rendered.env,
  ]);
}
