import type { ValuePlace } from '../config/layer.ts';
import type { HookText } from '../config/project-config.ts';
import { spanAt } from '../config/reading.ts';
import type { Code } from '../nodes/code.ts';
import type { SourceMap } from '../source/source-map.ts';
import { rangeOf } from '../source/yaml.ts';
import { render } from '../template/render.ts';
import { toCode } from './codes.ts';
import { type Compilation, inYaml } from './compilation.ts';
import { type Names, resolve } from './names.ts';

/** SQL to run beside a node or a run. Its text comes from YAML or from a `config` call, so its place is that value's. */
export function hook(
  compilation: Compilation,
  names: Names,
  text: string,
  at: ValuePlace,
  of: { readonly node: string; readonly hasThis: boolean },
): Code {
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
  return { ...code, map: hookMap(compilation, text, code.map, at) };
}

/** Where the text of a hook stands word for word in its file, once, every place in it is exact; else it is the whole value. */
function hookMap({ readText }: Compilation, text: string, map: SourceMap, at: ValuePlace): SourceMap {
  const file = at.kind === 'yaml' ? at.at.file : at.range.file;
  const source = readText(file) ?? '';
  const first = source.indexOf(text);
  if (first >= 0 && source.indexOf(text, first + 1) < 0) {
    return map.map((piece) =>
      piece.file === file ? { ...piece, from: piece.from + first, to: piece.to + first } : piece,
    );
  }
  if (at.kind === 'template') return [];
  return [{ at: 0, verbatim: false, ...rangeOf({ path: file, text: source }, at.at) }];
}

export function runHooks(compilation: Compilation, names: Names, hooks: readonly HookText[], when: string): Code[] {
  return hooks.map(({ text, place }) => hook(compilation, names, text, inYaml(place), { node: when, hasThis: false }));
}
