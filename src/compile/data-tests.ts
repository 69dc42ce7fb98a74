import { folderLayers, fqnOf } from '../config/folder-layers.ts';
import type { ConfigLayer } from '../config/layer.ts';
import type { ColumnSpec, TestSpec } from '../config/properties.ts';
import { resolveConfig } from '../config/resolve.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type Code, mark } from '../nodes/code.ts';
import type { TestConfig } from '../nodes/config.ts';
import type { DataTest } from '../nodes/node.ts';
import type { SourceText } from '../source/text.ts';
import { identifier } from '../sql/identifier.ts';
import { render } from '../template/render.ts';
import type { Rendered } from '../template/template.ts';
import { testTemplate } from '../template/test-template.ts';
import { builtinFits, checkOwnArguments } from './check-arguments.ts';
import { checksumOf } from './checksum.ts';
import { distinct, toCode } from './codes.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { Draft } from './drafts.ts';
import { builtinTests } from './generic-tests.ts';
import { callLayers } from './models.ts';
import { type Names, resolve } from './names.ts';
import { relationOf } from './relations.ts';
import { type TestInputs, testInputs } from './test-inputs.ts';
import { testNames } from './test-name.ts';
import { yamlEntry } from './yaml-entry.ts';

/** The schema for rows that tests keep. */
const failuresSchema = 'test_failures';

/** Every generic test that is declared on a table node. */
export function dataTestsOf(compilation: Compilation, names: Names, draft: Draft): DataTest[] {
  const declared: [TestSpec, ColumnSpec | null][] = [
    ...draft.tests.map((test): [TestSpec, null] => [test, null]),
    ...draft.columns.flatMap((column) => column.tests.map((test): [TestSpec, ColumnSpec] => [test, column])),
  ];
  return declared.flatMap(([spec, column]) => genericTest(compilation, names, draft, spec, column) ?? []);
}

function genericTest(
  compilation: Compilation,
  names: Names,
  draft: Draft,
  spec: TestSpec,
  column: ColumnSpec | null,
): DataTest | null {
  const { config: project } = compilation.raw;
  const args = column ? { column_name: column.name, ...spec.args } : spec.args;
  const tested = testedName(draft);
  const automatic = testNames(draft.kind === 'source' ? `source_${spec.test}` : spec.test, tested, args);
  const name = spec.name ?? automatic.full;
  const fqn = fqnOf(project, project.paths.models, spec.place.file, name);
  const builtin = builtinTests[spec.test];
  const own = compilation.raw.genericTests.find((one) => one.name === spec.test);
  if (!builtin && !own) {
    const known = [...Object.keys(builtinTests), ...compilation.raw.genericTests.map((one) => one.name)];
    report(compilation, 'M115', `there is no generic test \`${spec.test}\``, inYaml(spec.place), {
      node: tested,
      help: didYouMean(spec.test, known) ?? `write it as \`${project.paths.macros}/tests/${spec.test}.sql\``,
    });
    return null;
  }
  const inputs = testInputs(compilation, names, draft.id, spec, `test:${name}`);
  const columnSql = column ? identifier(column.name) : String(spec.args.column_name ?? '');
  const draw = own && ownTest(compilation, own, spec, inputs, columnSql, tested);
  const plain = draw?.(inputs.model);
  // The template's configuration is what holds where the test is declared without.
  const layers = [
    ...folderLayers(project, 'tests', fqn),
    ...callLayers(plain?.config ?? []),
    ...tagsOf(column),
    spec.config,
  ];
  const resolved = resolveConfig('test', layers, compilation.readText);
  compilation.diagnostics.push(...resolved.diagnostics.map((one) => ({ ...one, node: one.node ?? `test:${name}` })));
  const { config } = resolved;

  const model = config.where === null ? inputs.model : `(select * from ${inputs.model} where ${config.where})`;
  let code: Code;
  if (draw && plain) {
    const rendered = config.where === null ? plain : draw(model);
    compilation.diagnostics.push(...rendered.diagnostics.map((one) => ({ ...one, node: `test:${name}` })));
    code = inputs.merge(toCode(rendered, (call) => resolve(compilation, names, call, `test:${name}`)));
  } else if (builtin && builtinFits(compilation, spec, builtin, column !== null, tested)) {
    const now = `'${mark('a')}'`;
    const relation = (key: string) => inputs.relation(key);
    code = inputs.merge({
      text: builtin.sql({ model, column: columnSql, args: spec.args, relation, now }),
      inputs: [],
      map: [],
    });
  } else return null;

  const identity = checksumOf(JSON.stringify([spec.test, args, spec.name, config.where, draft.id])).slice(0, 10);
  return {
    resource: 'test',
    id: `test.${project.name}.${name}.${identity}`,
    name,
    ...yamlEntry(project.name, fqn, spec),
    dependsOn: distinct([draft.id, ...code.inputs]),
    checksum: checksumOf(code.text),
    config,
    generic: { name: spec.test, args },
    columnName: column?.name ?? (spec.args.column_name === undefined ? null : String(spec.args.column_name)),
    attached: draft.id,
    code,
    rawCode: own?.text ?? code.text,
    relation: failuresRelation(
      compilation,
      config,
      spec.name ? `${spec.name}${versionEnding(draft)}` : automatic.short,
    ),
  };
}

/** The tags of a column are tags of its tests, as in dbt. */
function tagsOf(column: ColumnSpec | null): ConfigLayer[] {
  if (!column || column.tags.length === 0) return [];
  const place = inYaml(column.place);
  return [{ values: { tags: column.tags }, placeOf: () => place, checked: true }];
}

/** How a test of the project's own is rendered over a relation. */
function ownTest(
  compilation: Compilation,
  file: SourceText,
  spec: TestSpec,
  inputs: TestInputs,
  column: string,
  tested: string,
): (model: string) => Rendered {
  const { scope } = compilation;
  const template = testTemplate(file, scope.macros);
  checkOwnArguments(compilation, spec, template, tested);
  const given = Object.fromEntries(Object.keys(spec.args).map((key) => [key, inputs.value(key)]));
  const args = { ...template.defaults, ...given, column_name: column };
  const options = { kind: 'generic_test', isIncremental: false, model: null, hasThis: false } as const;
  return (model) => render(file, scope, { ...options, context: { ...args, model } });
}

/** What stands for the tested node in a test's name: as in dbt each version of a model by itself, `orders_v2`. */
function testedName(draft: Draft): string {
  if (draft.kind === 'source') return `${draft.spec.sourceName}_${draft.name}`;
  return `${draft.name}${versionEnding(draft)}`;
}

/** The versions of a model share the names that its author gave to tests, and may not share a table of bad rows. */
function versionEnding(draft: Draft): string {
  return draft.kind === 'model' && draft.version !== null ? `_v${draft.version}` : '';
}

export function failuresRelation(compilation: Compilation, config: TestConfig, name: string) {
  return relationOf(
    compilation.raw.config.target,
    { schema: config.schema ?? failuresSchema, alias: config.alias },
    name,
  );
}
