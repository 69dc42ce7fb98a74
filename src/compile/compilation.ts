import type { ValuePlace } from '../config/layer.ts';
import type { ColumnSpec } from '../config/properties.ts';
import { spanAt } from '../config/reading.ts';
import type { Code } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { NodeId } from '../nodes/node.ts';
import type { RawProject } from '../project/raw-project.ts';
import type { Range } from '../source/span.ts';
import type { ReadText } from '../source/text.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import type { TemplateScope } from '../template/template.ts';
import type { TypedModels } from './typed-model-load.ts';

/** Columns with what they inherit, by the id of the model: they complete what properties files say. */
export type Inheritances = ReadonlyMap<NodeId, readonly ColumnSpec[]>;

/** What every part of the compile reads, and where it says what it found wrong. */
export interface Compilation {
  readonly raw: RawProject;
  readonly scope: TemplateScope;
  /** Models in TypeScript that could be loaded. */
  readonly typed: TypedModels;
  /** What models take over of the columns of others, by their ids. */
  readonly inherited: Inheritances;
  /** Text of any project file, for the place of an error. */
  readonly readText: ReadText;
  readonly diagnostics: Diagnostic[];
  /** Where a node names another: by both ids. */
  readonly references: Map<string, ValuePlace>;
}

/** The key of a reference. */
export function referenceKey(from: string, to: string): string {
  return `${from} → ${to}`;
}

interface Said {
  readonly label?: string;
  readonly help?: string | null | undefined;
  readonly node?: string;
  readonly notes?: readonly string[];
  readonly warning?: boolean;
  /** Of a place in YAML. */
  readonly part?: 'key' | 'value';
}

/** Reports a finding at a place of a template or of a YAML file. */
export function report(
  compilation: Compilation,
  code: Code,
  message: string,
  at: ValuePlace | null,
  said: Said = {},
): void {
  const span = at && spanAt(at, compilation.readText, said.part);
  compilation.diagnostics.push(
    diagnostic(code, message, {
      severity: said.warning ? 'warning' : 'error',
      labels: span ? [{ span, text: said.label ?? '' }] : [],
      help: said.help,
      notes: said.notes ?? [],
      node: said.node ?? null,
    }),
  );
}

export function inYaml(at: YamlPlace, ...path: (string | number)[]): ValuePlace {
  return { kind: 'yaml', at: { file: at.file, path: [...at.path, ...path] } };
}

export function inTemplate(range: Range): ValuePlace {
  return { kind: 'template', range };
}
