import { Document, isMap, isSeq, visit, type YAMLMap } from 'yaml';
import type { ColumnType } from '../../adapter/port.ts';
import { displayName, type Model } from '../../nodes/node.ts';
import type { SampledInput } from './sample.ts';

export interface GeneratedTest {
  readonly name: string;
  readonly model: Model;
  /** Macros and values of the run that the test has to hold still. */
  readonly macros: Readonly<Record<string, string | boolean>>;
  readonly given: readonly SampledInput[];
  readonly columns: readonly ColumnType[];
  readonly rows: SampledInput['rows'];
}

/** Characters of a line that a reader sees without scrolling, after the indentation of a row. */
const WIDEST = 110;

function widthOf(row: YAMLMap): number {
  return row.items.reduce((sum, { key, value }) => sum + `${String(key)}: ${String(value)}, `.length, 0);
}

/** A unit test as the YAML of a properties file, a row a line; of rows too long for one, a column a line. */
export function unitTestText({ name, model, macros, given, columns, rows }: GeneratedTest): string {
  const overrides = Object.keys(macros).length > 0 ? { overrides: { macros } } : {};
  const document = new Document({
    unit_tests: [
      {
        name,
        model: displayName(model),
        ...overrides,
        given: given.map((input) => ({ input: callOf(input), rows: records(input.columns, input.rows) })),
        expect: { rows: records(columns, rows) },
      },
    ],
  });
  visit(document, {
    Map(_, map, path) {
      const list = path.at(-1);
      const isRow = isSeq(list) && path.some((one) => 'key' in one && String(one.key) === 'rows');
      if (isRow && isMap(map)) map.flow = widthOf(map) <= WIDEST;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function callOf({ node }: SampledInput): string {
  if (node.resource === 'source') return `source('${node.sourceName}', '${node.name}')`;
  if (node.resource === 'model' && node.version !== null) return `ref('${node.name}', v=${node.version})`;
  return `ref('${node.name}')`;
}

function records(columns: readonly ColumnType[], rows: SampledInput['rows']): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name, type }, at) => [name, plain(row[at] ?? null, type)])),
  );
}

/** Numbers and truth values as such where they keep all that the text says. */
function plain(text: string | null, type: string): unknown {
  if (text === null) return null;
  if (type === 'BOOLEAN') return text === 'true';
  if (!/^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL\(.*\)|DOUBLE|FLOAT)$/.test(type)) return text;
  const number = Number(text);
  const digits = text.replace(/^-?0*|\.|0+$/g, '').length;
  const isKept = digits <= 15 || String(number) === text;
  return Number.isFinite(number) && isKept && /^-?\d+(?:\.\d+)?$/.test(text) ? number : text;
}
