import type { MacroUnitTestSpec } from '../config/properties.ts';
import { spanAt } from '../config/reading.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Code } from '../nodes/code.ts';
import type { TestedMacro } from '../nodes/node.ts';
import { render } from '../template/render.ts';
import { toCode } from './codes.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import { type Names, resolve } from './names.ts';
import { checkOverrides, overriddenScope } from './unit-overrides.ts';

/** A macro rendered with given arguments, beside the SQL that is expected of it, which is a template as well. */
export function testedMacro(
  compilation: Compilation,
  names: Names,
  spec: MacroUnitTestSpec,
  node: string,
): TestedMacro | null {
  const { macro } = spec;
  const { macros } = compilation.scope;
  if (!macros.has(macro)) {
    report(compilation, 'M204', `there is no macro \`${macro}\``, inYaml(spec.place, 'macro'), {
      node,
      help: didYouMean(macro, macros.keys()) ?? `write it as \`macros/${macro}.sql\``,
    });
    return null;
  }
  const { scope, isIncremental } = overriddenScope(compilation, spec, node);
  const template = (text: string, key: string, context: Readonly<Record<string, unknown>>) => {
    const rendered = render({ path: spec.place.file, text }, scope, {
      kind: 'model',
      isIncremental: isIncremental === true,
      model: { name: macro },
      context,
      hasThis: true,
    });
    const inside: Compilation = { ...compilation, diagnostics: [] };
    const code: Code = { ...toCode(rendered, (call) => resolve(inside, names, call, node)), map: [] };
    for (const one of [...rendered.diagnostics, ...inside.diagnostics]) {
      // Offsets in a value are none in its file; what is wrong in the macro itself has its place.
      const isHere = one.labels[0]?.span.file === spec.place.file;
      const span = spanAt(inYaml(spec.place, key), compilation.readText);
      compilation.diagnostics.push(isHere ? { ...one, node, labels: [{ span, text: '' }] } : { ...one, node });
    }
    return { code, rendered };
  };
  const made = template(`{{> ${JSON.stringify(macro)}}}`, 'arguments', spec.arguments);
  const expected = template(spec.expect, 'expect', {});
  checkOverrides(compilation, spec, [made.rendered], node);
  return {
    kind: 'macro',
    macro,
    rendered: made.code,
    expected: expected.code,
    users: [...names.enabled.values()].flatMap((draft) =>
      draft.kind === 'model' && [draft.rendered, draft.incremental].some((one) => one?.macros.includes(macro))
        ? [draft.id]
        : [],
    ),
  };
}
