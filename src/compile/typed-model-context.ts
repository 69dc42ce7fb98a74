import { Kysely, sql } from 'kysely';
import { didYouMean } from '../diagnostics/suggest.ts';
import { mark } from '../nodes/code.ts';
import type { Range } from '../source/span.ts';
import { duckdbDialect } from '../sql/duckdb-dialect.ts';
import type { InputCall, RenderOptions, TemplateScope } from '../template/template.ts';
import type { ModelContext } from './typed-model.ts';
import { ModelMistake } from './typed-model-mistake.ts';
import type { Called } from './typed-model-places.ts';
import { tableOf } from './typed-model-table.ts';

/** What a model's function asked for while it ran. */
export interface Asked {
  readonly inputs: InputCall[];
  readonly dependsOn: InputCall[];
  readonly vars: Set<string>;
  readonly env: Set<string>;
  usesIncremental: boolean;
}

type Tables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Vars = Readonly<Record<string, unknown>>;

/** It compiles and answers nothing. */
export const builder = new Kysely<Record<never, never>>({ dialect: duckdbDialect(null) });

/** What a model's function is given; `placeOf` finds the call that was made just now. */
export function contextOf(
  scope: TemplateScope,
  options: RenderOptions,
  asked: Asked,
  db: typeof builder,
  placeOf: (call: Error, called: Called) => Range,
): ModelContext<Tables, Vars> {
  const vars = definedOnly(structuredClone(scope.vars), asked.vars);
  const input = (call: InputCall, alias: string) =>
    tableOf<Tables[string], string>(mark('i', indexOf(asked.inputs, call)), alias);
  return {
    ref: (name) => {
      const { call, alias } = refCall(name, 'ref', (called) => placeOf(new Error(), called));
      return input(call, alias) as never;
    },
    source: (source, table) => {
      for (const name of [source, table]) refuseNoName(name, 'source');
      const range = placeOf(new Error(), { word: 'source', argument: source });
      return input({ kind: 'source', source, table, range }, table) as never;
    },
    dependsOn: (name) => {
      const { call } = refCall(name, 'dependsOn', (called) => placeOf(new Error(), called));
      indexOf(asked.dependsOn, call);
    },
    vars,
    env: (name, otherwise) => envOf(scope.env, asked, name, otherwise),
    db,
    this: tableOf(mark('t'), 'this'),
    get isIncremental() {
      asked.usesIncremental = true;
      return options.isIncremental;
    },
    target: scope.target as ModelContext<Tables, Vars>['target'],
    model: options.model as ModelContext<Tables, Vars>['model'],
    runStartedAt: sql.raw<string>(`cast('${mark('a')}' as timestamptz)`),
    invocationId: sql.raw<string>(`'${mark('v')}'`),
    get batch() {
      if (options.context !== undefined) {
        return { start: sql.raw<string>(mark('b', 0)), end: sql.raw<string>(mark('b', 1)) };
      }
      throw new ModelMistake('M205', '`batch` means something only in microbatch models', {
        word: 'batch',
        help: "write `incremental_strategy: 'microbatch'` with `materialized: 'incremental'`",
      });
    },
  };
}

/** `orders`, or `orders.v2` for a version; in the query a version goes by `orders_v2`. */
function refCall(
  name: string,
  word: string,
  placeOf: (called: Called) => Range,
): { readonly call: InputCall; readonly alias: string } {
  refuseNoName(name, word);
  const [, model = name, version = null] = /^(.+)\.v(.+)$/.exec(name) ?? [];
  const call: InputCall = {
    kind: 'ref',
    package: null,
    name: model,
    version,
    range: placeOf({ word, argument: name }),
  };
  return { call, alias: version === null ? name : `${model}_v${version}` };
}

function refuseNoName(name: unknown, called: string): void {
  if (typeof name === 'string' && name !== '') return;
  const what = name === '' ? 'empty text' : name === null ? 'null' : `a value of type ${typeof name}`;
  throw new ModelMistake('M205', `\`${called}\` takes names as text, not ${what}`, { word: called });
}

function indexOf(calls: InputCall[], call: InputCall): number {
  const key = ({ range: _, ...named }: InputCall) => JSON.stringify(named);
  const known = calls.findIndex((one) => key(one) === key(call));
  return known >= 0 ? known : calls.push(call) - 1;
}

/** The variables, where one that is not there is an error and not `undefined`. */
export function definedOnly(vars: Vars, used: Set<string>): Vars {
  return new Proxy(vars, {
    get: (target, name) => {
      if (typeof name === 'string' && Object.hasOwn(target, name)) {
        used.add(name);
        return target[name];
      }
      // What JavaScript itself asks of any object.
      if (typeof name !== 'string' || name in target || name === 'toJSON' || name === 'then') {
        return Reflect.get(target, name);
      }
      throw new ModelMistake('M206', `variable \`${name}\` is not defined`, {
        word: name,
        label: 'not in `vars`',
        help: `${didYouMean(name, Object.keys(target)) ?? `add it to \`vars:\` in project.yml`}, or pass \`--vars '{${name}: …}'\``,
      });
    },
  });
}

export function envOf(
  env: TemplateScope['env'],
  asked: Pick<Asked, 'env'>,
  name: string,
  otherwise: string | undefined,
): string {
  refuseNoName(name, 'env');
  asked.env.add(name);
  const value = env(name) ?? otherwise;
  if (value !== undefined) return value;
  throw new ModelMistake('M207', `environment variable \`${name}\` is not set`, {
    word: 'env',
    label: 'not set',
    help: `set \`${name}\`, or give another value: \`env('${name}', '…')\``,
  });
}
