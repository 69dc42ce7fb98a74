import type { ColumnType, Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { FilledCode } from '../nodes/code.ts';
import type { Column, Model } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import { findColumn } from './columns.ts';
import { type CodePlace, labelsAt } from './places.ts';

/**
 * An enforced contract: the query gives the promised columns with the promised types, in any order. All that differs
 * is one finding (M307), a line each.
 */
export async function keepsPromises(
  session: Session,
  model: Model,
  given: readonly ColumnType[],
  code: FilledCode,
  place: CodePlace,
): Promise<void> {
  if (!model.config.contract.enforced) return;
  const untyped = model.columns
    .filter(({ dataType }) => dataType === null)
    .map(({ name }) => `\`${name}\`: no \`data_type\``);
  if (untyped.length > 0 || model.columns.length === 0) {
    throw brokenContract('an enforced contract names every column and its type', untyped, code, place);
  }
  const promised = await promisedTypes(session, model.columns);
  const broken = [
    ...promised.flatMap(({ name, type }) => {
      const found = findColumn(given, name);
      if (!found) return [`\`${name}\` ${type}: missing`];
      return found.type === type ? [] : [`\`${name}\` ${type}: the model gives ${found.type}`];
    }),
    ...given
      .filter(({ name }) => !findColumn(promised, name))
      .map(({ name, type }) => `\`${name}\` ${type}: not promised`),
  ];
  if (broken.length > 0)
    throw brokenContract('the model does not give what its contract promises', broken, code, place);
}

/** Promised types in the engine's own spelling. */
function promisedTypes(session: Session, columns: readonly Column[]): Promise<readonly ColumnType[]> {
  const nulls = columns.map(({ name, dataType }) => `cast(null as ${dataType}) as ${identifier(name)}`);
  return session.columns(`select ${nulls.join(', ')}`);
}

export function brokenContract(
  message: string,
  broken: readonly string[],
  code: FilledCode,
  place: CodePlace,
): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M307', message, {
      labels: labelsAt(code, null, 1, 'this model', place),
      notes: broken,
      help: 'change the model, or the `columns` of its contract',
      node: place.node,
    }),
  ]);
}
