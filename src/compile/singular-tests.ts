import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { DataTest } from '../nodes/node.ts';
import type { SourceText } from '../source/text.ts';
import { render } from '../template/render.ts';
import { checksumOf } from './checksum.ts';
import { distinct, toCode } from './codes.ts';
import type { Compilation } from './compilation.ts';
import { failuresRelation } from './data-tests.ts';
import { callLayers } from './models.ts';
import { type Names, resolve } from './names.ts';
import { wholeFile } from './values.ts';

/** A test of the project's own: a file that is a query for bad rows. */
export function singularTest(
  compilation: Compilation,
  names: Names,
  file: SourceText & { readonly name: string },
): DataTest {
  const { config: project } = compilation.raw;
  const node = `test:${file.name}`;
  const fqn = fqnOf(project, project.paths.tests, file.path, file.name);
  const spec = compilation.raw.properties.flatMap((one) => one.tests).find((one) => one.name === file.name);
  const rendered = render(file, compilation.scope, {
    kind: 'singular_test',
    isIncremental: false,
    model: { name: file.name, path: file.path },
    hasThis: false,
  });
  const layers = [
    ...folderLayers(project, 'tests', fqn),
    ...(spec ? [spec.config] : []),
    ...callLayers(rendered.config),
  ];
  const resolved = resolveConfig('test', layers, compilation.readText);
  compilation.diagnostics.push(
    ...[...rendered.diagnostics, ...resolved.diagnostics].map((one) => ({ ...one, node: one.node ?? node })),
  );
  const code = toCode(rendered, (call) => resolve(compilation, names, call, node));
  const further = rendered.dependsOn.map((call) => resolve(compilation, names, call, node) ?? '');
  return {
    resource: 'test',
    id: `test.${project.name}.${file.name}`,
    name: file.name,
    project: project.name,
    path: file.path,
    patchPath: spec?.place.file ?? null,
    fqn,
    description: spec?.description ?? '',
    place: { kind: 'file', range: wholeFile(file.path) },
    dependsOn: distinct([...code.inputs, ...further]),
    checksum: checksumOf(file.text),
    config: resolved.config,
    generic: null,
    columnName: null,
    attached: null,
    code,
    rawCode: file.text,
    relation: failuresRelation(compilation, resolved.config, file.name),
  };
}
