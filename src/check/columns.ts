import { type ColumnType, pseudoColumns } from '../adapter/port.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { FilledCode } from '../nodes/code.ts';
import { isMicrobatch } from '../nodes/config.ts';
import type { Column, Model, Source } from '../nodes/node.ts';
import { spanOf } from '../source/text.ts';
import { rangeOf } from '../source/yaml.ts';
import { type CodePlace, labelsAt } from './places.ts';
import { metaColumns } from './scd2-columns.ts';

/** Names as the engine compares them. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function findColumn(columns: readonly ColumnType[], name: string): ColumnType | undefined {
  return columns.find((one) => sameName(one.name, name));
}

/** Two output columns of one name are an error (M309): engines rename the second without a word (`id_1`). */
export function refuseSameNames(columns: readonly ColumnType[], code: FilledCode, place: CodePlace): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    const key = name.toLowerCase();
    if (seen.has(key)) {
      throw new DiagnosticError([
        diagnostic('M309', `two columns are called \`${name}\``, {
          labels: labelsAt(code, null, 1, 'this query', place),
          help: `give one of them another name with \`as\`, or leave it out with \`* exclude (${name})\``,
          node: place.node,
        }),
      ]);
    }
    seen.add(key);
  }
}

/** Options of a model that name columns which its query does not have (M301). */
export function strangeOptions(
  model: Model,
  columns: readonly ColumnType[],
  code: FilledCode,
  place: CodePlace,
): Diagnostic[] {
  const { config } = model;
  const isIncremental = config.materialized === 'incremental';
  const isHistory = config.materialized === 'scd2';
  const named: readonly (readonly [string, readonly string[]])[] = [
    ['unique_key', isIncremental || isHistory ? config.unique_key : []],
    ['event_time', isMicrobatch(config) && config.event_time !== null ? [config.event_time] : []],
    ['merge_update_columns', isIncremental ? (config.merge_update_columns ?? []) : []],
    ['merge_exclude_columns', isIncremental ? (config.merge_exclude_columns ?? []) : []],
    ['partition_by', config.materialized === 'external' ? config.partition_by : []],
    ['updated_at', isHistory && config.updated_at !== null ? [config.updated_at] : []],
    ['check_cols', isHistory && Array.isArray(config.check_cols) ? config.check_cols : []],
  ];
  return named.flatMap(([option, names]) =>
    names.filter((name) => !findColumn(columns, name)).map((name) => unknownColumn(option, name, columns, code, place)),
  );
}

/** An option that names a column which is not there. */
export function unknownColumn(
  option: string,
  name: string,
  columns: readonly ColumnType[],
  code: FilledCode,
  place: CodePlace,
): Diagnostic {
  const known = columns.map((one) => one.name);
  return diagnostic('M301', `\`${option}\` names \`${name}\`, which is no column of the model`, {
    labels: labelsAt(code, null, 1, 'this model', place),
    help: didYouMean(name, known) ?? `its columns are ${known.map((one) => `\`${one}\``).join(', ')}`,
    node: place.node,
  });
}

/** Properties of columns that a model or a source does not have (M111), each at its name in the YAML file. */
export function strangeProperties(
  node: Model | Source,
  columns: readonly ColumnType[],
  place: CodePlace,
): readonly Diagnostic[] {
  const all = node.resource === 'model' ? tableColumns(node, columns) : columns;
  const known = all.map(({ name }) => name);
  const delivered: readonly string[] = node.resource === 'source' ? pseudoColumns : [];
  const strange = node.columns
    .filter(({ name }) => !delivered.includes(name))
    .filter(({ name }) => !known.some((one) => sameName(one, name)));
  return strange.map((column) =>
    diagnostic('M111', `${place.node} has no column \`${column.name}\``, {
      labels: [{ span: spanOfKey(column, 'name', place), text: 'no such column' }],
      help: didYouMean(column.name, known) ?? `its columns are ${known.map((one) => `\`${one}\``).join(', ')}`,
      node: place.node,
    }),
  );
}

/** A declared type that the engine does not know (M304), where it is declared. */
export function unknownType(column: Column, place: CodePlace): Diagnostic {
  return diagnostic('M304', `\`${column.dataType}\` is no type that the engine knows`, {
    labels: [{ span: spanOfKey(column, 'data_type', place), text: 'no such type' }],
    node: place.node,
  });
}

export function spanOfKey({ place: { file, path } }: Column, key: string, { readText }: CodePlace) {
  const text = readText(file) ?? '';
  return spanOf(rangeOf({ path: file, text }, { file, path: [...path, key] }, 'value'), text);
}

/** A history has more columns than its query. */
export function tableColumns(model: Model, columns: readonly ColumnType[]): readonly ColumnType[] {
  if (model.config.materialized !== 'scd2') return columns;
  return [...columns, ...metaColumns(model.config)];
}
