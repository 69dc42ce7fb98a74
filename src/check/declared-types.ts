import { type ColumnType, EngineError } from '../adapter/port.ts';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Column } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import { unknownType } from './columns.ts';
import type { CodePlace } from './places.ts';

/** Declared types in the engine's own spelling; those that it does not know are refused, each where it is declared (M304). */
export async function declaredTypes(
  columns: readonly Column[],
  place: CodePlace,
  ask: (sql: string) => Promise<readonly ColumnType[]>,
): Promise<readonly ColumnType[]> {
  const cast = ({ name, dataType }: Column) => `cast(null as ${dataType}\n) as ${identifier(name)}`;
  try {
    return await ask(`select ${columns.map(cast).join(', ')}`);
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind === 'interrupted') throw error;
    const wrong: Column[] = [];
    for (const column of columns) await ask(`select ${cast(column)}`).catch(() => wrong.push(column));
    if (wrong.length === 0) throw error;
    throw new DiagnosticError(wrong.map((column) => unknownType(column, place)));
  }
}
