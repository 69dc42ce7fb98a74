import type { ColumnType, Session } from '../adapter/port.ts';
import { type Diagnostic, DiagnosticError, diagnostic, type Label } from '../diagnostics/diagnostic.ts';
import { displayWidth, padEnd } from '../diagnostics/display-width.ts';
import type { FilledCode } from '../nodes/code.ts';
import type { Model } from '../nodes/node.ts';
import { findColumn, spanOfKey } from './columns.ts';
import { declaredTypes } from './declared-types.ts';
import { type CodePlace, labelsAt } from './places.ts';

/** How one column differs from what is promised of it. */
interface Difference {
  readonly name: string;
  /** Types; null where the column is not promised, or not given. */
  readonly promised: string | null;
  readonly given: string | null;
}

/**
 * An enforced contract: the query gives the promised columns with the promised types, in any order. All that differs
 * is one finding (M307) with a table. Promised types are compared as the engine spells them.
 */
export async function keepsPromises(
  session: Session,
  model: Model,
  given: readonly ColumnType[],
  code: FilledCode,
  place: CodePlace,
): Promise<void> {
  if (!model.config.contract.enforced) return;
  const untyped = model.columns.filter(({ dataType }) => dataType === null);
  if (untyped.length > 0 || model.columns.length === 0) {
    const names = untyped.map(({ name }) => `\`${name}\`: no \`data_type\``);
    const message = 'an enforced contract names every column and its type';
    throw new DiagnosticError([brokenContract(message, names, code, place, promisedAt(untyped, place))]);
  }
  const promised = await declaredTypes(model.columns, place, (sql) => session.columns(sql));
  const differences = [
    ...promised.map(({ name, type }): Difference => {
      return { name, promised: type, given: findColumn(given, name)?.type ?? null };
    }),
    ...given
      .filter(({ name }) => !findColumn(promised, name))
      .map(({ name, type }): Difference => ({ name, promised: null, given: type })),
  ].filter((one) => one.promised !== one.given);
  if (differences.length === 0) return;
  const wrong = model.columns.filter(({ name }) => differences.some((one) => one.name === name));
  const message = 'the model does not give what its contract promises';
  const table = tableOf(differences);
  throw new DiagnosticError([brokenContract(message, [table], code, place, promisedAt(wrong, place))]);
}

/** The places in the properties file where columns are promised. */
function promisedAt(columns: Model['columns'], place: CodePlace): readonly Label[] {
  return columns.map((column) => {
    const isTyped = column.dataType !== null;
    return { span: spanOfKey(column, isTyped ? 'data_type' : 'name', place), text: isTyped ? 'promised' : 'no type' };
  });
}

function tableOf(differences: readonly Difference[]): string {
  const rows = differences.map(({ name, promised, given }) => [
    name,
    promised ?? '-',
    given ?? '-',
    promised === null ? 'not promised' : given === null ? 'missing' : 'another type',
  ]);
  const all = [['column', 'contract', 'model', ''], ...rows];
  const widths = [0, 1, 2].map((at) => Math.max(...all.map((row) => displayWidth(row[at] ?? ''))));
  return all
    .map((row) =>
      row
        .map((cell, at) => padEnd(cell, widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function brokenContract(
  message: string,
  notes: readonly string[],
  code: FilledCode,
  place: CodePlace,
  more: readonly Label[] = [],
): Diagnostic {
  return diagnostic('M307', message, {
    labels: [...labelsAt(code, null, 1, 'this model', place), ...more],
    notes,
    help: 'change the model, or the `columns` of its contract',
    node: place.node,
  });
}
