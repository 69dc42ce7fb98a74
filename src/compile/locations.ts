import { isAbsolute, normalize } from 'node:path/posix';
import picomatch from 'picomatch';
import { spanAt } from '../config/reading.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { externalPath } from '../nodes/external.ts';
import { displayName, type Model, type Node } from '../nodes/node.ts';
import { type Compilation, inTemplate, inYaml } from './compilation.ts';

/** External models write inside the project, to files that nobody else writes or delivers. */
export function checkLocations(compilation: Compilation, nodes: Iterable<Node>): void {
  const all = [...nodes];
  const models = all.filter(
    (node): node is Model => node.resource === 'model' && node.config.materialized === 'external',
  );
  if (models.length === 0) return;
  const { paths, target } = compilation.raw.config;
  const own = [paths.models, paths.seeds, paths.macros, paths.generators, paths.tests].map((folder) =>
    normalize(folder),
  );
  const globs = all.flatMap((node) => (node.resource === 'source' && node.files ? [node.files.glob] : []));
  const isDelivered = picomatch(globs.map((one) => one.replace(/^\.\//, '')));
  const seen = new Map<string, Model>();
  for (const model of models) {
    const path = normalize(externalPath(model.config, model.name, paths.target, target.name)).replace(/\/$/, '');
    const say = (code: Diagnostic['code'], message: string, help: string): void => {
      compilation.diagnostics.push(finding(compilation, model, code, message, help));
    };
    if (isAbsolute(path) || path.startsWith('..') || path.includes('\0') || path === '.') {
      say('M108', `\`location: ${path}\` leads outside of the project`, 'write it to a folder of the project');
    } else if (path === 'project.yml' || own.some((folder) => path === folder || path.startsWith(`${folder}/`))) {
      say(
        'M108',
        `\`location: ${path}\` is among the files of the project`,
        'write it to a folder of its own: `exports/…`',
      );
    } else if (globs.length > 0 && isDelivered(path)) {
      say(
        'M108',
        `\`location: ${path}\` is among the files of a source`,
        'write it to a folder of its own: `exports/…`',
      );
    }
    const other = [...seen].find(
      ([taken]) => taken === path || taken.startsWith(`${path}/`) || path.startsWith(`${taken}/`),
    );
    if (other) {
      const name = displayName(other[1]);
      say(
        'M404',
        `\`${displayName(model)}\` and \`${name}\` would both write \`${path}\``,
        'give one of them another `location`',
      );
    }
    seen.set(path, model);
  }
}

function finding({ readText }: Compilation, model: Model, code: Diagnostic['code'], message: string, help: string) {
  const at = model.place.kind === 'file' ? inTemplate(model.place.range) : inYaml(model.place.at);
  return diagnostic(code, message, {
    labels: [{ span: spanAt(at, readText), text: '' }],
    help,
    node: displayName(model),
  });
}
