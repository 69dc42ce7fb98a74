import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceMap } from '../source/source-map.ts';
import type { Range } from '../source/span.ts';
import type { SourceText } from '../source/text.ts';

/** A helper from `macros/*.ts`: positional arguments, then the named ones as an object. */
export type UserHelper = (...args: unknown[]) => unknown;

/** What every template of a project can see. */
export interface TemplateScope {
  readonly project: string;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly env: (name: string) => string | undefined;
  readonly target: Readonly<Record<string, unknown>>;
  /** Partials by name. */
  readonly macros: ReadonlyMap<string, SourceText>;
  readonly helpers: ReadonlyMap<string, UserHelper>;
  /** What stands in the place of macros and of `run_started_at` and `invocation_id`: overrides of a unit test. */
  readonly replaced?: ReadonlyMap<string, string>;
}

/** What one rendering sees beside the scope. */
export interface RenderOptions {
  /** What kind of text this is decides which helpers it may call (`config` in models and tests only, `batch` in microbatch models …). */
  readonly kind: 'model' | 'singular_test' | 'generic_test' | 'hook' | 'value';
  /** The value of `{{#if is_incremental}}`. */
  readonly isIncremental: boolean;
  /** `{{model.name}}` and the like; absent where there is no model. */
  readonly model: Readonly<Record<string, unknown>> | null;
  /** Names a generic test is given: `model`, `column_name` and its arguments. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Whether `{{this}}` means something here. */
  readonly hasThis: boolean;
}

/** A call of `ref` or `source`; the text holds the mark `i<index>` for it, in order of first appearance, equal calls sharing one. */
export type InputCall =
  | {
      readonly kind: 'ref';
      readonly package: string | null;
      readonly name: string;
      readonly version: string | null;
      readonly range: Range;
    }
  | { readonly kind: 'source'; readonly source: string; readonly table: string; readonly range: Range };

export interface ConfigCall {
  readonly values: Readonly<Record<string, unknown>>;
  /** The range of each key's `key=value`. */
  readonly ranges: Readonly<Record<string, Range>>;
}

/** A template's text with marks (`nodes/code.ts`) and everything it asked for. */
export interface Rendered {
  readonly text: string;
  readonly map: SourceMap;
  readonly inputs: readonly InputCall[];
  /** `{{depends_on "x"}}`: edges without text. */
  readonly dependsOn: readonly InputCall[];
  readonly config: readonly ConfigCall[];
  /** Whether `is_incremental` was read (also in a branch's condition). */
  readonly usesIncremental: boolean;
  /** Names used, macros also through macros. */
  readonly macros: readonly string[];
  readonly helpers: readonly string[];
  readonly vars: readonly string[];
  readonly env: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
