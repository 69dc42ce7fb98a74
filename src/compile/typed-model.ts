import type { AliasedExpression, Expression, Kysely, RawBuilder } from 'kysely';
import type { HookConfig, ModelConfig, SignalConfig } from '../nodes/config.ts';

/** What `mart types` knows of a project: `target/types.d.ts` adds `database` and `vars` to it. */
// biome-ignore lint/suspicious/noEmptyInterface: declared to be merged with
export interface ProjectTypes {}

type Known<Key extends string, Otherwise> = ProjectTypes extends Readonly<Record<Key, infer Type>> ? Type : Otherwise;
/** Tables as far as nobody has said more: any name, any column. */
type AnyTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** Queries begin at `ref` and `source`, which make edges: a table that is named by itself is refused. */
type NoTables = Record<never, never>;
// biome-ignore lint/suspicious/noExplicitAny: what the table holds is what this very query says, so its type cannot be known here
type OwnColumns = Readonly<Record<string, any>>;

export type ProjectDatabase = Known<'database', AnyTables>;
export type ProjectVars = Known<'vars', Readonly<Record<string, unknown>>>;

/** A model, seed or source as a table of a query, by its own name unless `as` gives it another. */
export interface InputTable<Row, Alias extends string> extends AliasedExpression<Row, Alias> {
  as<Other extends string>(alias: Other): AliasedExpression<Row, Other>;
}

/** `orders`, or `orders.v2` for a version; tables of sources are for `source`. */
type RefName<Name> = Name extends `${string}.v${string}` ? Name : Name extends `${string}.${string}` ? never : Name;
/** A version is called `orders_v2` in the query, since a dot is no part of a name there. */
type AliasOf<Name extends string> = Name extends `${infer Model}.v${infer Version}` ? `${Model}_v${Version}` : Name;
type SourceName<Name> = Name extends `${infer Source}.${string}` ? Source : string extends Name ? string : never;
type TableName<Name, Source extends string> = Name extends `${Source}.${infer Table}`
  ? Table
  : string extends Name
    ? string
    : never;
type Row<Database, Name> = Name extends keyof Database ? Database[Name] : never;

/** What a model's function is given; it takes what it needs. */
export interface ModelContext<Database, Vars> {
  /** The table of a model or seed, and an edge in the DAG. */
  readonly ref: <Name extends RefName<keyof Database & string>>(
    name: Name,
  ) => InputTable<Row<Database, Name>, AliasOf<Name>>;
  /** The table of a source, or the scan of its files. */
  readonly source: <
    Source extends SourceName<keyof Database & string>,
    Table extends TableName<keyof Database & string, Source>,
  >(
    source: Source,
    table: Table,
  ) => InputTable<Row<Database, `${Source}.${Table}`>, Table>;
  /** An edge without a table. */
  readonly dependsOn: (name: RefName<keyof Database & string>) => void;
  /** The project's variables; one that is not defined is an error. */
  readonly vars: Vars;
  /** An environment variable; one that is not set is an error unless `otherwise` is given. */
  readonly env: (name: string, otherwise?: string) => string;
  /** Kysely's builder; what it builds is compiled, never executed. */
  readonly db: Kysely<NoTables>;
  /** The table that is being built, called `this` in the query. */
  readonly this: InputTable<OwnColumns, 'this'>;
  /** True when the table exists and is added to. A model that reads it is compiled for both. */
  readonly isIncremental: boolean;
  readonly target: Readonly<{ name: string; type: string; schema: string; threads: number }>;
  readonly model: Readonly<{ name: string; path: string; version: string | null }>;
  /** The run's instant, a `timestamptz`. */
  readonly runStartedAt: RawBuilder<string>;
  readonly invocationId: RawBuilder<string>;
  /** The interval that is built, `timestamp`s; microbatch models only. */
  readonly batch: Readonly<{ start: RawBuilder<string>; end: RawBuilder<string> }>;
}

type Texts = string | readonly string[];
type Written<Value> = Value extends readonly string[] ? Texts : Value;

/** Configuration as in `{{config …}}`: the same keys, the same checks. */
export type ModelSettings = {
  readonly signal?: SignalConfig | null;
  readonly pre_hook?: HookConfig | readonly HookConfig[] | null;
  readonly post_hook?: HookConfig | readonly HookConfig[] | null;
} & {
  readonly [Key in Exclude<keyof ModelConfig, 'signal' | 'pre_hook' | 'post_hook'>]?:
    | Written<ModelConfig[Key]>
    | null
    | undefined;
};

type ModelQuery<Database, Vars> = (context: ModelContext<Database, Vars>) => Expression<unknown>;

/** Models are known by this, whichever copy of the package made them. */
const brand = Symbol.for('duckmart.model');

/** What a model's file exports by default. */
export interface TypedModel {
  readonly [brand]: true;
  readonly config: Readonly<Record<string, unknown>>;
  readonly query: (context: ModelContext<AnyTables, Readonly<Record<string, unknown>>>) => unknown;
  /** Made where `model` was called: its stack is the model's place. */
  readonly made: Error;
}

/**
 * A model in TypeScript: `export default model({ materialized: 'table' }, ({ ref, db }) => db.selectFrom(ref('orders'))…)`.
 * The function gives one query, and may be called more than once.
 */
export function model<Database = ProjectDatabase, Vars = ProjectVars>(
  config: ModelSettings,
  query: ModelQuery<Database, Vars>,
): TypedModel {
  if (!isPlain(config)) throw new TypeError('the first argument of `model` is its configuration, an object');
  if (typeof query !== 'function')
    throw new TypeError('the second argument of `model` is a function that gives a query');
  return { [brand]: true, config, query: query as unknown as TypedModel['query'], made: new Error('model') };
}

export function isTypedModel(value: unknown): value is TypedModel {
  return typeof value === 'object' && value !== null && brand in value;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
