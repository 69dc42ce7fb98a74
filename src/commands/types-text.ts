import type { ColumnType } from '../adapter/port.ts';
import { propertyName, textLiteral, typescriptType, withNull } from '../sql/typescript-type.ts';

/** A table of the project as TypeScript sees it. */
export interface TypedTable {
  /** `orders`, `orders.v2`, `landing.orders`. */
  readonly name: string;
  readonly description: string;
  /** null where they are not known, and then why. */
  readonly columns: readonly TypedColumn[] | null;
  readonly unknown: string;
}

export interface TypedColumn extends ColumnType {
  readonly description: string;
  /** Whether a contract or a test says that it is never null. */
  readonly filled: boolean;
}

/** The text of `types.d.ts`. The same project gives the same text. */
export function typesText(
  project: string,
  tables: readonly TypedTable[],
  vars: Readonly<Record<string, unknown>>,
): string {
  const sorted = [...new Map(tables.map((table) => [table.name, table])).values()].sort(byName);
  return `${[
    `// The tables and variables of the project ${oneLine(textLiteral(project))}, written by \`mart types\`. Edits are lost.`,
    '',
    '/** For Kysely: tables by their name in the project, columns as rows have them. */',
    'export interface Database {',
    ...sorted.flatMap(tableLines),
    '}',
    '',
    '/** `vars:` of project.yml. */',
    'export interface Vars {',
    ...Object.entries(vars)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `  readonly ${propertyName(name)}: ${varType(value)};`),
    '}',
    '',
    "declare module 'duckmart' {",
    '  interface ProjectTypes {',
    '    readonly database: Database;',
    '    readonly vars: Vars;',
    '  }',
    '}',
  ].join('\n')}\n`;
}

function byName(a: TypedTable, b: TypedTable): number {
  return a.name < b.name ? -1 : 1;
}

function tableLines({ name, description, columns, unknown }: TypedTable): string[] {
  if (!columns) {
    const said = `${description === '' ? '' : `${description}\n\n`}Its columns are not known: ${unknown}`;
    return [...comment(said, '  '), `  ${textLiteral(name)}: { [column: string]: unknown };`];
  }
  return [
    ...comment(description, '  '),
    `  ${textLiteral(name)}: {`,
    ...columns.flatMap((column) => {
      const type = typescriptType(column.type);
      return [
        ...comment(column.description, '    '),
        `    ${propertyName(column.name)}: ${column.filled ? type : withNull(type)};`,
      ];
    }),
    '  };',
  ];
}

/** A doc comment, in which nothing can end it or leave its line. */
function comment(text: string, indent: string): string[] {
  const lines = text
    .trim()
    .replaceAll('*/', '*\\/')
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => line.replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, ' ').trimEnd());
  const [first = ''] = lines;
  if (lines.length === 1) return first === '' ? [] : [`${indent}/** ${first} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, ' ');
}

/** A variable may have another value another time: the kind of its value, not the value. */
function varType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const items = [...new Set(value.map(varType))].sort();
    const item = items.length === 0 ? 'unknown' : items.join(' | ');
    return `readonly ${/^\w+$/.test(item) ? item : `(${item})`}[]`;
  }
  if (typeof value !== 'object') return typeof value;
  const fields = Object.entries(value).map(([name, item]) => `readonly ${propertyName(name)}: ${varType(item)}`);
  return fields.length === 0 ? 'Readonly<Record<string, unknown>>' : `{ ${fields.join('; ')} }`;
}
