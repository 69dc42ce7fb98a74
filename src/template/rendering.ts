import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Scope } from './frame.ts';
import { relation } from './frame.ts';
import type { ConfigCall, InputCall, RenderOptions, TemplateScope } from './template.ts';
import { createWriter, type Writer } from './writer.ts';

/** One rendering as it goes: what it may see and what it has found so far. */
export interface Rendering {
  readonly scope: TemplateScope;
  readonly options: RenderOptions;
  /** The only helpers that may be called; null allows all that the kind of text allows. */
  readonly allowed: readonly string[] | null;
  readonly root: Scope;
  writer: Writer;
  /** Set where going on makes no sense: a macro without end. */
  stopped: boolean;
  readonly inputs: InputCall[];
  /** What tells `inputs` apart, in the same order; `dependsOnKeys` likewise. */
  readonly inputKeys: string[];
  readonly dependsOn: InputCall[];
  readonly dependsOnKeys: string[];
  readonly config: ConfigCall[];
  usesIncremental: boolean;
  readonly macros: string[];
  readonly helpers: string[];
  readonly vars: string[];
  readonly env: string[];
  readonly diagnostics: Diagnostic[];
  /** What tells `diagnostics` apart. */
  readonly reported: string[];
}

export function createRendering(
  scope: TemplateScope,
  options: RenderOptions,
  allowed: readonly string[] | null,
): Rendering {
  return {
    scope,
    options,
    allowed,
    root: { value: relation, names: rootNames(options), outer: null, parent: null },
    writer: createWriter(),
    stopped: false,
    inputs: [],
    inputKeys: [],
    dependsOn: [],
    dependsOnKeys: [],
    config: [],
    usesIncremental: false,
    macros: [],
    helpers: [],
    vars: [],
    env: [],
    diagnostics: [],
    reported: [],
  };
}

/** A microbatch model says so by a `batch` in its context, whose values are marks (`globals.ts`). */
function rootNames({ kind, context }: RenderOptions): unknown {
  if (!context || kind !== 'model' || !Object.hasOwn(context, 'batch')) return context;
  const { batch: _, ...names } = context;
  return names;
}

/** Remembers a name that was used. */
export function use(names: string[], name: string): void {
  if (!names.includes(name)) names.push(name);
}
