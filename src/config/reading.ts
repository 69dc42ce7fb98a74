import type { Code } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Range, Span } from '../source/span.ts';
import type { SourceText } from '../source/text.ts';
import { type ReadText, spanOf } from '../source/text.ts';
import { rangeOf } from '../source/yaml.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { readYaml } from '../source/yaml-read.ts';
import type { ValuePlace } from './layer.ts';

/** A YAML file being read, and what was found wrong with it so far. */
export interface Reading {
  readonly source: SourceText;
  readonly diagnostics: Diagnostic[];
}

export interface Said {
  readonly part?: 'key' | 'value';
  readonly label?: string;
  readonly help?: string | null;
  readonly notes?: readonly string[];
  readonly severity?: 'error' | 'warning';
}

export function report(reading: Reading, code: Code, message: string, place: YamlPlace, said: Said = {}): void {
  const range = rangeOf(reading.source, place, said.part ?? 'value');
  reading.diagnostics.push(
    diagnostic(code, message, {
      severity: said.severity ?? 'error',
      labels: [{ span: spanOf(range, reading.source.text), text: said.label ?? '' }],
      notes: said.notes ?? [],
      help: said.help,
    }),
  );
}

/** Reads a file's YAML; what is wrong with the text is reported, what could be saved is returned. */
export function startReading(source: SourceText): {
  readonly reading: Reading;
  readonly value: unknown;
  readonly place: YamlPlace;
} {
  const { value, problems } = readYaml(source);
  const span = (range: Range) => spanOf(range, source.text);
  const diagnostics = problems.map((one) =>
    diagnostic(one.code, one.message, {
      labels: [
        { span: span(one.range), text: one.first ? 'again here' : '' },
        ...(one.first ? [{ span: span(one.first), text: 'first here' }] : []),
      ],
      help: one.help,
    }),
  );
  return { reading: { source, diagnostics }, value, place: { file: source.path, path: [] } };
}

export function inside(place: YamlPlace, ...path: (string | number)[]): YamlPlace {
  return { file: place.file, path: [...place.path, ...path] };
}

/** Findings of one file in the order of their places. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => {
    const [one, other] = [a.labels[0]?.span.start, b.labels[0]?.span.start];
    return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);
  });
}

/** The span of a value's place, in a file that is read again. */
export function spanAt(place: ValuePlace, readText: ReadText, part: 'key' | 'value' = 'value'): Span {
  if (place.kind === 'template') return spanOf(place.range, readText(place.range.file) ?? '');
  const source = { path: place.at.file, text: readText(place.at.file) ?? '' };
  return spanOf(rangeOf(source, place.at, part), source.text);
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return `\`${value}\``;
    default:
      return 'a mapping';
  }
}

/** `a`, `b` or `c`. */
export function oneOf(options: readonly string[]): string {
  const quoted = options.map((one) => `\`${one}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
