import type { Range } from '../source/span.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { valueTemplate } from '../template/value-template.ts';
import { type Compilation, inYaml, report } from './compilation.ts';

/** A value of a YAML file in which text may hold `{{var …}}` and `{{env …}}`; text that is one `{{var …}}` keeps its type. */
export function renderValue(compilation: Compilation, value: unknown, at: YamlPlace): unknown {
  if (typeof value === 'string') return value.includes('{{') ? renderText(compilation, value, at) : value;
  if (Array.isArray(value)) {
    return value.map((item, index) => renderValue(compilation, item, { ...at, path: [...at.path, index] }));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        renderValue(compilation, item, { ...at, path: [...at.path, key] }),
      ]),
    );
  }
  return value;
}

function renderText(compilation: Compilation, text: string, at: YamlPlace): unknown {
  const result = valueTemplate(text, compilation.scope, ['var', 'env']);
  for (const problem of result.diagnostics) {
    report(compilation, problem.code, problem.message, inYaml(at), { help: problem.help });
  }
  return result.value;
}

/** The place of a whole file. */
export function wholeFile(path: string): Range {
  return { file: path, from: 0, to: 0 };
}
