import type { ValuePlace } from '../config/layer.ts';
import type { RowsSpec } from '../config/properties.ts';
import { spanAt } from '../config/reading.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { TextPlace, UnitCell, UnitRows } from '../nodes/node.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { render } from '../template/render.ts';
import { toCode } from './codes.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import { type Names, resolve } from './names.ts';

/** The rows of an input or of `expect`; null after saying what is wrong. SQL is rendered in the scope of `compilation`. */
export function unitRows(compilation: Compilation, names: Names, spec: RowsSpec, node: string): UnitRows | null {
  const place: YamlPlace = { ...spec.place, path: [...spec.place.path, 'rows'] };
  if (spec.format === 'dict') {
    if (spec.rows === null || typeof spec.rows === 'string') return { kind: 'seed', place: spec.place };
    return { kind: 'dict', rows: spec.rows.map(cells), place };
  }
  const found = textOf(compilation, spec, node);
  if (found === null) return null;
  if (spec.format === 'csv') return { kind: 'csv', ...found };
  return sqlRows(compilation, names, found, node);
}

function cells(row: Readonly<Record<string, unknown>>): Record<string, UnitCell> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]));
}

function cell(value: unknown): UnitCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return { json: JSON.stringify(value, (_, inner) => finite(inner)) };
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** JSON has no words for numbers that are none. */
function finite(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? numberText(value) : value;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

interface Text {
  readonly text: string;
  readonly place: TextPlace;
}

function textOf(compilation: Compilation, spec: RowsSpec, node: string): Text | null {
  const { rows, fixture, format, place } = spec;
  if (typeof rows === 'string') {
    return { text: rows, place: { kind: 'yaml', at: { ...place, path: [...place.path, 'rows'] } } };
  }
  const { fixtures } = compilation.raw;
  const ending = (path: string) => path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const named = fixtures.filter((one) => one.name === fixture);
  const file = named.find(({ path }) => ending(path) === format);
  if (file) return { text: file.text, place: { kind: 'file', file: file.path } };
  const other = named[0];
  const known = fixtures.filter(({ path }) => ending(path) === format).map(({ name }) => name);
  report(compilation, 'M131', `there is no fixture \`${fixture}.${format}\``, inYaml(place, 'fixture'), {
    node,
    label: 'not found',
    help: other
      ? `\`${other.path}\` is there: write \`format: ${ending(other.path)}\``
      : (didYouMean(fixture ?? '', known) ??
        `write it as \`${compilation.raw.config.paths.tests}/fixtures/${fixture}.${format}\``),
  });
  return null;
}

/** SQL may name other inputs by `ref` and `source`: it reads what the test gives for them. */
function sqlRows(compilation: Compilation, names: Names, { text, place }: Text, node: string): UnitRows {
  const path = place.kind === 'file' ? place.file : place.at.file;
  const rendered = render({ path, text }, compilation.scope, {
    kind: 'hook',
    isIncremental: false,
    model: null,
    hasThis: false,
  });
  const inside: Compilation = { ...compilation, diagnostics: [] };
  const code = toCode(rendered, (call) => resolve(inside, names, call, node));
  const found = [...rendered.diagnostics, ...inside.diagnostics];
  if (place.kind === 'file') {
    compilation.diagnostics.push(...found.map((one) => ({ ...one, node })));
    return { kind: 'sql', code, place };
  }
  // Offsets in a value are none in its file: what is wrong is shown at the value.
  const at: ValuePlace = { kind: 'yaml', at: place.at };
  for (const one of found) {
    const span = spanAt(at, compilation.readText);
    compilation.diagnostics.push({ ...one, node, labels: [{ span, text: one.labels[0]?.text ?? '' }] });
  }
  return { kind: 'sql', code: { ...code, map: [] }, place };
}
