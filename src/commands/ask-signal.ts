import type { Row } from '../adapter/port.ts';
import { EngineError } from '../adapter/port.ts';
import { spanOfPlace } from '../check/places.ts';
import { definedOnly, envOf } from '../compile/typed-model-context.ts';
import { ModelMistake } from '../compile/typed-model-mistake.ts';
import { rangeOfError } from '../compile/typed-model-places.ts';
import type { Code } from '../diagnostics/codes.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Model, SignalProgram } from '../nodes/node.ts';
import type { RunEffects } from '../run/effects.ts';
import { spanOf } from '../source/text.ts';
import { type ModuleLoader, moduleLoader } from '../template/load-modules.ts';
import type { Loaded } from './loaded.ts';

/** What a signal is told. */
export interface SignalContext {
  /** The run's instant. */
  readonly now: Date;
  readonly model: { readonly name: string };
  /** Variables; one that is not defined is an error. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** An environment variable; without another value one that is not set is an error. */
  readonly env: (name: string, otherwise?: string) => string;
  readonly target: { readonly name: string; readonly type: string; readonly schema: string; readonly threads: number };
  /** Rows of one query on the warehouse, which it can only read. */
  readonly query: (sql: string) => Promise<readonly Row[]>;
}

/** Whether a model may be built: true, false, or why it has to wait. */
export type Signal = (context: SignalContext) => boolean | string | Promise<boolean | string>;

/** Asks the functions that models wait for. Files are loaded once a run. */
export function signalAsker(loaded: Loaded, now: Date): NonNullable<RunEffects['ask']> {
  let opened: Promise<ModuleLoader> | null = null;
  return async (model, program, query) => {
    opened ??= moduleLoader(`${loaded.root}/`, { interop: false, readText: loaded.readText });
    const loader = await opened;
    const signal = await loadSignal(loaded, loader, model, program);
    const { vars, env, target } = await loaded.scope();
    const asked = { vars: new Set<string>(), env: new Set<string>() };
    let answer: unknown;
    try {
      answer = await signal({
        ...{ now: new Date(now), model: { name: model.name }, query },
        vars: definedOnly(structuredClone(vars), asked.vars),
        env: (name, otherwise) => envOf(env, asked, name, otherwise),
        target: target as SignalContext['target'],
      });
    } catch (error) {
      if (error instanceof EngineError && error.kind === 'interrupted') throw error;
      throw failed(loaded, loader, model, program, error, 'M531', `the signal of \`${model.name}\` failed`);
    }
    if (typeof answer === 'boolean' || typeof answer === 'string') return answer;
    const what = answer === null ? 'null' : answer === undefined ? 'nothing' : `a value of type ${typeof answer}`;
    throw refused(
      loaded,
      model,
      program,
      'M531',
      `the signal of \`${model.name}\` gave ${what}`,
      'return true, false, or why the model has to wait',
    );
  };
}

async function loadSignal(loaded: Loaded, loader: ModuleLoader, model: Model, program: SignalProgram): Promise<Signal> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await loader.load(`${loader.root}${program.file}`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw failed(loaded, loader, model, program, error, 'M136', `${program.file} cannot be loaded`);
  }
  const found = module[program.name];
  if (typeof found === 'function') return found as Signal;
  const what = found === undefined ? 'does not export' : 'exports as something that is no function';
  throw refused(loaded, model, program, 'M136', `\`${program.file}\` ${what} \`${program.name}\``, null);
}

/** Something thrown in the project's own code, at its place there. */
function failed(
  loaded: Loaded,
  loader: ModuleLoader,
  model: Model,
  program: SignalProgram,
  error: unknown,
  code: Code,
  what: string,
): DiagnosticError {
  const said = (error instanceof Error ? error.message : String(error)).replaceAll(loader.root, '');
  const [first = '', ...rest] = said.split('\n').map((line) => line.trim());
  const range = rangeOfError(error, loader, loaded.readText);
  const span = range ? spanOf(range, loaded.readText(range.file) ?? '') : spanOfPlace(program.place, loaded.readText);
  const mistake = error instanceof ModelMistake ? error : null;
  return new DiagnosticError([
    diagnostic(mistake?.code ?? code, mistake ? first : `${what}: ${first}`, {
      labels: [{ span, text: mistake?.label ?? '' }],
      notes: rest.filter((line) => line !== '').slice(0, 5),
      help: mistake?.help ?? null,
      node: model.name,
    }),
  ]);
}

function refused(
  loaded: Loaded,
  model: Model,
  program: SignalProgram,
  code: Code,
  message: string,
  help: string | null,
): DiagnosticError {
  const span = spanOfPlace(program.place, loaded.readText);
  return new DiagnosticError([
    diagnostic(code, message, { labels: [{ span, text: 'its signal' }], help, node: model.name }),
  ]);
}
