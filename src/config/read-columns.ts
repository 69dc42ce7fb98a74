import type { Constraint } from '../nodes/node.ts';
import { choice, type Entry, entries, flag, has, missing, nameOf, onlyKeys, text, texts } from './entry.ts';
import { metaAndTags } from './entry-config.ts';
import type { ColumnSpec } from './properties.ts';
import { readTests } from './read-tests.ts';
import { inside, report } from './reading.ts';

const columnKeys = [
  'name',
  'description',
  'data_type',
  'quote',
  'meta',
  'tags',
  'constraints',
  'data_tests',
  'tests',
  'config',
];
const columnHelps = {
  type: 'did you mean `data_type`?',
  policy_tags: 'take it away: the engine has no policy tags',
  docs: 'take it away: every column is shown',
};

/** The columns of an entry; `tests` on them included. A column that is there twice is reported. */
export function readColumns(entry: Entry): readonly ColumnSpec[] {
  if (!has(entry, 'columns')) return [];
  const columns: ColumnSpec[] = [];
  for (const column of entries(entry, 'columns', 'a column')) {
    const found = readColumn(column);
    if (found) columns.push(found);
  }
  return distinct(columns, entry);
}

export function readColumn(column: Entry): ColumnSpec | null {
  onlyKeys(column, 'a column', columnKeys, columnHelps);
  const name = nameOf(column, 'a column');
  if (name === null) return null;
  return {
    name,
    description: text(column, 'description') ?? '',
    dataType: text(column, 'data_type'),
    quote: flag(column, 'quote'),
    ...metaAndTags(column),
    constraints: readConstraints(column),
    tests: readTests(column),
    place: column.place,
  };
}

function distinct(columns: readonly ColumnSpec[], entry: Entry): readonly ColumnSpec[] {
  const seen = new Set<string>();
  for (const { name, place } of columns) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) {
      report(entry.reading, 'M110', `the column \`${name}\` is described twice`, inside(place, 'name'), {
        help: 'keep one description of it',
      });
    }
    seen.add(folded);
  }
  return columns;
}

const constraintTypes = ['not_null', 'check', 'unique', 'primary_key', 'foreign_key', 'custom'] as const;
const constraintKeys = [
  'type',
  'expression',
  'columns',
  'name',
  'warn_unenforced',
  'warn_unsupported',
  'to',
  'to_columns',
];

export function readConstraints(entry: Entry): readonly Constraint[] {
  if (!has(entry, 'constraints')) return [];
  return entries(entry, 'constraints', 'a constraint').flatMap((constraint) => {
    onlyKeys(constraint, 'a constraint', constraintKeys);
    if (!has(constraint, 'type')) missing(constraint, 'a constraint', 'type');
    if (has(constraint, 'to')) {
      report(entry.reading, 'M114', '`to` of a constraint is not yet supported', inside(constraint.place, 'to'), {
        part: 'key',
        help: 'write a `relationships` test',
      });
    }
    const type = choice(constraint, 'type', constraintTypes);
    if (type === null) return [];
    if (type === 'check' && !has(constraint, 'expression')) {
      missing(
        constraint,
        'a `check`',
        'expression',
        'write the condition that every row keeps: `expression: amount >= 0`',
      );
    }
    const warns = flag(constraint, 'warn_unsupported') ?? true;
    return {
      type,
      expression: text(constraint, 'expression'),
      columns: texts(constraint, 'columns'),
      name: text(constraint, 'name'),
      ...(warns ? {} : { warnUnsupported: false }),
    };
  });
}
