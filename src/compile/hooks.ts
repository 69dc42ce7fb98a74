import type { ValuePlace } from '../config/layer.ts';
import type { HookText } from '../config/project-config.ts';
import { spanAt } from '../config/reading.ts';
import type { Hook, NodePlace } from '../nodes/node.ts';
import type { SourceMap } from '../source/source-map.ts';
import { render } from '../template/render.ts';
import { toCode } from './codes.ts';
import { type Compilation, inYaml } from './compilation.ts';
import type { ModelDraft, SeedDraft } from './drafts.ts';
import { type Names, resolve } from './names.ts';

/** The hooks of one node, the farthest configuration first. */
export function nodeHooks(
  compilation: Compilation,
  names: Names,
  draft: ModelDraft | SeedDraft,
): { readonly pre: readonly Hook[]; readonly post: readonly Hook[] } {
  const of = { node: draft.name, hasThis: true };
  const render = (key: 'pre_hook' | 'post_hook') => {
    const places = draft.placesOf(key);
    return draft.config[key].flatMap((written, index): Hook[] => {
      const at = places[index];
      if (!at) return [];
      if (typeof written === 'string') return [hook(compilation, names, written, at, of)];
      return [{ ...hook(compilation, names, written.sql, at, of), isOutside: true }];
    });
  };
  return { pre: render('pre_hook'), post: render('post_hook') };
}

/** The query that a model waits for. */
export function signalOf(compilation: Compilation, names: Names, draft: ModelDraft): Hook | null {
  const { signal } = draft.config;
  const at = draft.placesOf('signal').at(-1);
  if (signal === null || !('sql' in signal) || !at) return null;
  return hook(compilation, names, signal.sql, at, { node: draft.name, hasThis: true });
}

export function runHooks(compilation: Compilation, names: Names, hooks: readonly HookText[], when: string): Hook[] {
  return hooks.map(({ text, place, isOutside }) => {
    const rendered = hook(compilation, names, text, inYaml(place), { node: when, hasThis: false });
    return isOutside ? { ...rendered, isOutside } : rendered;
  });
}

/** SQL to run beside a node or a run. Its text comes from YAML or from a `config` call, so its place is that value's. */
function hook(
  compilation: Compilation,
  names: Names,
  text: string,
  at: ValuePlace,
  of: { readonly node: string; readonly hasThis: boolean },
): Hook {
  const file = at.kind === 'yaml' ? at.at.file : at.range.file;
  const rendered = render({ path: file, text }, compilation.scope, {
    kind: 'hook',
    isIncremental: false,
    model: of.hasThis ? { name: of.node } : null,
    hasThis: of.hasThis,
  });
  for (const problem of rendered.diagnostics) {
    const span = spanAt(at, compilation.readText);
    compilation.diagnostics.push({
      ...problem,
      node: of.node,
      labels: [{ span, text: problem.labels[0]?.text ?? '' }],
    });
  }
  const code = toCode(rendered, (call) => resolve(compilation, names, call, of.node));
  const place: NodePlace = at.kind === 'yaml' ? at : { kind: 'file', range: at.range };
  return { ...code, map: hookMap(compilation, text, code.map, file), place };
}

/** Where the text of a hook stands word for word in its file, once, every place in it is exact; else only its own is known. */
function hookMap({ readText }: Compilation, text: string, map: SourceMap, file: string): SourceMap {
  const source = readText(file) ?? '';
  const first = source.indexOf(text);
  if (first < 0 || source.indexOf(text, first + 1) >= 0) return [];
  return map.map((piece) =>
    piece.file === file ? { ...piece, from: piece.from + first, to: piece.to + first } : piece,
  );
}
