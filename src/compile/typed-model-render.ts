import type { OperationNode } from 'kysely';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Range } from '../source/span.ts';
import { type ReadText, type SourceText, spanIn } from '../source/text.ts';
import type { ModuleLoader } from '../template/load-modules.ts';
import type { Rendered, RenderOptions, TemplateScope } from '../template/template.ts';
import type { TypedModel } from './typed-model.ts';
import { remembered } from './typed-model-calls.ts';
import { compileModel } from './typed-model-compiler.ts';
import { configCall } from './typed-model-config.ts';
import { type Asked, builder, contextOf } from './typed-model-context.ts';
import { mapOf } from './typed-model-map.ts';
import { ModelMistake } from './typed-model-mistake.ts';
import { type Called, rangeOfCall, rangeOfError } from './typed-model-places.ts';

/** Where a model's file comes from and what it may see. */
export interface TypedFile {
  readonly file: SourceText;
  readonly model: TypedModel;
  readonly scope: TemplateScope;
  readonly loader: ModuleLoader;
  readonly readText: ReadText;
}

/** Runs a model's function and compiles the query that it gives, as a template is rendered. */
export function renderTyped(typed: TypedFile, options: RenderOptions): Rendered {
  const { file, model, scope, loader, readText } = typed;
  const asked: Asked = { inputs: [], dependsOn: [], vars: new Set(), env: new Set(), usesIncremental: false };
  const diagnostics: Diagnostic[] = [];
  const declared = rangeOfCall(model.made, { word: 'model' }, loader, readText) ?? wholeFile(file);
  const say = (code: Diagnostic['code'], message: string, range: Range, said: Pick<ModelMistake, 'label' | 'help'>) =>
    diagnostics.push(
      diagnostic(code, message, { labels: [{ span: spanIn(range, readText), text: said.label }], help: said.help }),
    );

  const { call, strange } = configCall(model.config, declared, readText(declared.file) ?? '');
  for (const { key, range } of strange) {
    say('M205', `\`${key}\` is given a value that is no configuration`, range, {
      label: 'not literal',
      help: 'give text, a number, true, false, null, or lists and objects of them',
    });
  }
  const placeOf = (error: Error, called: Called) => rangeOfCall(error, called, loader, readText) ?? declared;
  const { builder: db, lines } = remembered(
    builder,
    (made) => loader.linesOf(made).find((at) => at.path === file.path)?.line,
  );
  let compiled = { sql: '', stretches: [] } as ReturnType<typeof compileModel>;
  try {
    const context = contextOf(scope, options, asked, db, placeOf);
    compiled = compileModel(queryOf(withDeepStacks(() => model.query(context))));
  } catch (error) {
    if (error instanceof ModelMistake) say(error.code, error.message, placeOf(error, error), error);
    else {
      const range = error instanceof NoQuery ? declared : (rangeOfError(error, loader, readText) ?? declared);
      say('M215', `the function of this model failed: ${messageOf(error)}`, range, { label: '', help: null });
    }
  }
  return {
    text: compiled.sql,
    map: mapOf(compiled, file, declared, asked.inputs, lines),
    inputs: asked.inputs,
    dependsOn: asked.dependsOn,
    config: [call],
    usesIncremental: asked.usesIncremental,
    macros: [],
    helpers: [],
    vars: [...asked.vars],
    env: [...asked.env],
    diagnostics,
  };
}

/** What a model's function gave is not the one query that a model is. */
class NoQuery extends TypeError {}

function queryOf(given: unknown): OperationNode {
  if (given instanceof Promise) {
    given.catch(() => undefined);
    throw new NoQuery('it gives a promise; give the query itself, without `await` or `execute`');
  }
  if (typeof given !== 'object' || given === null || !('toOperationNode' in given)) {
    throw new NoQuery(`it gives ${given === undefined ? 'nothing' : `a value of type ${typeof given}`}, not a query`);
  }
  const node = (given as { toOperationNode: () => OperationNode }).toOperationNode();
  if (node.kind === 'SelectQueryNode' || node.kind === 'RawNode') return node;
  throw new NoQuery(`it gives ${node.kind.replace(/(Query)?Node$/, '').toLowerCase()}, and a model is one select`);
}

/** A query is built deep inside of Kysely: without more lines a stack may not reach the author's file. */
function withDeepStacks<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? '';
}

function wholeFile({ path }: SourceText): Range {
  return { file: path, from: 0, to: 0 };
}
