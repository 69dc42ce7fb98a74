import type { ValuePlace } from '../config/layer.ts';
import type { HookText } from '../config/project-config.ts';
import { spanAt } from '../config/reading.ts';
import type { Code } from '../nodes/code.ts';
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
  return { ...code, map: [] };
}

export function runHooks(compilation: Compilation, names: Names, hooks: readonly HookText[], when: string): Code[] {
  return hooks.map(({ text, place }) => hook(compilation, names, text, inYaml(place), { node: when, hasThis: false }));
}
