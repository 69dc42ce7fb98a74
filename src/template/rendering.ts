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
  readonly inputIndex: Map<string, number>;
  readonly dependsOn: InputCall[];
  readonly dependsOnKeys: Set<string>;
  readonly config: ConfigCall[];
  usesIncremental: boolean;
  readonly macros: Set<string>;
  readonly helpers: Set<string>;
  readonly vars: Set<string>;
  readonly env: Set<string>;
  readonly diagnostics: Diagnostic[];
  readonly reported: Set<string>;
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
    inputIndex: new Map(),
    dependsOn: [],
    dependsOnKeys: new Set(),
    config: [],
    usesIncremental: false,
    macros: new Set(),
    helpers: new Set(),
    vars: new Set(),
    env: new Set(),
    diagnostics: [],
    reported: new Set(),
  };
}

/** A microbatch model says so by a `batch` in its context, whose values are marks (`globals.ts`). */
function rootNames({ kind, context }: RenderOptions): unknown {
  if (!context || kind !== 'model' || !Object.hasOwn(context, 'batch')) return context;
  const { batch: _, ...names } = context;
  return names;
}
