import type { ColumnSpec } from '../config/properties.ts';
import type { Column } from '../nodes/node.ts';

/** Columns as the manifest keeps them: their tests have become nodes. */
export function columnsOf(specs: readonly ColumnSpec[]): Column[] {
  return specs.map(({ tests: _, ...column }) => column);
}
