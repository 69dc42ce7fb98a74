import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { ConfigLayer } from '../config/layer.ts';
import type { ColumnSpec, ModelSpec, VersionSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import { mark } from '../nodes/code.ts';
import { isByPartition, isMicrobatch, type ModelConfig } from '../nodes/config.ts';
import { versionedName } from '../nodes/node.ts';
import type { Range } from '../source/span.ts';
import { isTypescript, type SourceText } from '../source/text.ts';
import { render } from '../template/render.ts';
import type { ConfigCall, Rendered, RenderOptions } from '../template/template.ts';
import type { Compilation } from './compilation.ts';
import type { ModelDraft } from './drafts.ts';
import { checkGroup } from './groups.ts';
import { relationOf } from './relations.ts';

/** A model's file and what properties files say of it. */
export interface DescribedModel {
  readonly file: SourceText & { readonly name: string };
  readonly spec: ModelSpec | null;
  readonly version: VersionSpec | null;
}

/** Renders a model's file and settles its configuration. */
export function draftModel(compilation: Compilation, { file, spec, version }: DescribedModel): ModelDraft {
  const { config } = compilation.raw;
  const name = spec && version ? spec.name : file.name;
  const fqn = fqnOf(config, config.paths.models, file.path, name);
  if (version) fqn.push(`v${version.version}`);
  const seen = { name, path: file.path, version: version?.version ?? null };
  const options: RenderOptions = { kind: 'model', isIncremental: false, model: seen, hasThis: true };
  // Whether `batch` means something is known when the configuration is, which the template says itself.
  const withBatch = renderedModel(compilation, file, { ...options, ...ofBatch });
  const layers: ConfigLayer[] = [
    ...folderLayers(config, 'models', fqn),
    ...(spec ? [spec.config] : []),
    ...(version ? [version.config] : []),
    ...callLayers(withBatch.config),
  ];
  const resolved = resolveConfig('model', layers, compilation.readText);
  const isBatched = isMicrobatch(resolved.config);
  const rendered = isBatched || !asksForBatch(file, withBatch) ? withBatch : renderedModel(compilation, file, options);
  compilation.diagnostics.push(...rendered.diagnostics);
  compilation.diagnostics.push(
    ...resolved.diagnostics.map((one) => ({ ...one, node: one.node ?? versionedName(name, seen.version) })),
  );
  checkGroup(compilation, resolved.config.group, resolved.placeOf('group'), versionedName(name, seen.version));
  const id = `model.${config.name}.${versionedName(name, seen.version)}`;
  return {
    kind: 'model',
    id,
    name,
    path: file.path,
    fqn,
    columns: withInherited(version?.columns ?? spec?.columns ?? [], compilation.inherited.get(id) ?? []),
    tests: version?.tests ?? spec?.tests ?? [],
    file,
    spec,
    version: version?.version ?? null,
    constraints: version?.constraints ?? spec?.constraints ?? [],
    deprecation: version?.deprecation ?? spec?.deprecation ?? null,
    config: resolved.config,
    placesOf: resolved.placesOf,
    relation: relationOf(config.target, resolved.config, version ? `${name}_v${version.version}` : name),
    rendered,
    incremental: incrementalSide(compilation, file, seen, rendered, resolved.config),
  };
}

/** What makes `{{batch.start}}` mean something. */
export const ofBatch: Pick<RenderOptions, 'context'> = { context: { batch: true } };

function asksForBatch(file: SourceText, { text }: Rendered): boolean {
  return text.includes(mark('b', 0)) || text.includes(mark('b', 1)) || /\bbatch\b/.test(file.text);
}

/** An inherited column stands for the own one of its name; others come after. */
function withInherited(own: readonly ColumnSpec[], inherited: readonly ColumnSpec[]): readonly ColumnSpec[] {
  const isSame = (a: ColumnSpec) => (b: ColumnSpec) => a.name.toLowerCase() === b.name.toLowerCase();
  const added = inherited.filter((one) => !own.some(isSame(one)));
  return [...own.map((one) => inherited.find(isSame(one)) ?? one), ...added];
}

/** A model's file as SQL with marks: a template, or a function in TypeScript. */
export function renderedModel(compilation: Compilation, file: SourceText, options: RenderOptions): Rendered {
  const { scope, typed } = compilation;
  if (!isTypescript(file.path)) return render(file, scope, options);
  // What could not be loaded has been reported, and is as empty as an empty template.
  return typed.get(file.path)?.(options, scope) ?? render({ path: file.path, text: '' }, scope, options);
}

/** The other side of `{{#if is_incremental}}`. Its configuration calls count as the first side's: they were read there. */
function incrementalSide(
  compilation: Compilation,
  file: SourceText,
  seen: Readonly<Record<string, unknown>>,
  first: Rendered,
  config: ModelConfig,
): Rendered | null {
  if (!first.usesIncremental || (config.materialized !== 'incremental' && !isByPartition(config))) return null;
  const options: RenderOptions = { kind: 'model', isIncremental: true, model: seen, hasThis: true };
  const rendered = renderedModel(compilation, file, isMicrobatch(config) ? { ...options, ...ofBatch } : options);
  const known = new Set(first.diagnostics.map((one) => JSON.stringify(one)));
  compilation.diagnostics.push(...rendered.diagnostics.filter((one) => !known.has(JSON.stringify(one))));
  return rendered;
}

/** `{{config …}}` calls as layers, in the order of the file. */
export function callLayers(calls: readonly ConfigCall[]): ConfigLayer[] {
  return calls.map((call) => {
    const nowhere: Range = Object.values(call.ranges)[0] ?? { file: '', from: 0, to: 0 };
    return { values: call.values, placeOf: (key) => ({ kind: 'template', range: call.ranges[key] ?? nowhere }) };
  });
}
