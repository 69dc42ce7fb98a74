import type { TestSpec } from '../config/properties.ts';
import { spanAt } from '../config/reading.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { globalNames } from '../template/globals.ts';
import { blockNames, builtins } from '../template/helpers/builtins.ts';
import type { TestTemplate } from '../template/test-template.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { BuiltinTest } from './generic-tests.ts';

/** Whether a built-in test is given what it needs and nothing else. `tested` is what the test is declared on. */
export function builtinFits(
  compilation: Compilation,
  spec: TestSpec,
  test: BuiltinTest,
  onColumn: boolean,
  tested: string,
): boolean {
  const allowed = [...test.required, ...test.optional, 'column_name'];
  const say = (message: string, help: string | null) =>
    report(compilation, 'M116', message, inYaml(spec.place), { node: tested, help });
  const unknown = Object.keys(spec.args).filter((key) => !allowed.includes(key));
  for (const key of unknown) noArgument(compilation, spec, key, allowed, tested);
  const missing = test.required.filter((key) => spec.args[key] === undefined);
  const isHomeless =
    test.needsColumn && !onColumn && spec.args.column_name === undefined && spec.args.column === undefined;
  if (missing.length > 0) say(`\`${spec.test}\` needs ${missing.map((key) => `\`${key}\``).join(' and ')}`, null);
  if (isHomeless) say(`\`${spec.test}\` needs a column`, 'declare it under a column, or give it `column_name`');
  return unknown.length === 0 && missing.length === 0 && !isHomeless;
}

/** Names in a template that are nobody's arguments. */
const noArguments = new Set(['model', 'this', ...globalNames, ...blockNames, ...builtins.keys()]);

/** An argument that the template of the project's own test never names would be ignored. */
export function checkOwnArguments(
  compilation: Compilation,
  spec: TestSpec,
  { names, defaults }: TestTemplate,
  tested: string,
): void {
  const mentioned = new Set([...Object.keys(defaults), ...(names ?? [])]);
  const ownNames = [...mentioned].filter((name) => !noArguments.has(name) || Object.hasOwn(defaults, name));
  for (const key of Object.keys(spec.args)) {
    const isKnown = key === 'column_name' || names === null || mentioned.has(key);
    if (key === 'model' || !isKnown) noArgument(compilation, spec, key, ownNames, tested);
  }
}

function noArgument(
  { diagnostics, readText }: Compilation,
  spec: TestSpec,
  key: string,
  known: readonly string[],
  tested: string,
): void {
  const place = spec.argPlaces[key] ?? spec.place;
  diagnostics.push(
    diagnostic('M116', `\`${spec.test}\` takes no argument \`${key}\``, {
      labels: [{ span: spanAt({ kind: 'yaml', at: place }, readText, 'key'), text: '' }],
      node: tested,
      help: didYouMean(key, known),
    }),
  );
}
