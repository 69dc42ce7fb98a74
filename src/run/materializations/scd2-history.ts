import type { ColumnType } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import type { Meta } from '../../check/scd2-columns.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Build } from './build.ts';

/** The query's rows; those that start a version; current versions whose rows are no longer there. */
export const [delta, changes, gone] = ['_mart_delta', '_mart_changes', '_mart_gone'];

/** What a history is made of. */
export interface History {
  readonly meta: Meta;
  /** Of the query. */
  readonly columns: readonly ColumnType[];
  readonly key: readonly string[];
  readonly at: Instant;
  /** Whether there is a column that tells versions of deleted rows. */
  readonly marksDeleted: boolean;
}

/** When a version starts, as SQL; it takes what comes before the delta's columns: `d.`. */
export type Instant = (of: string) => string;

export function refused(
  build: Build,
  code: 'M309' | 'M501' | 'M511' | 'M514' | 'M520',
  message: string,
  { notes = [], help }: { readonly notes?: readonly string[]; readonly help: string },
): DiagnosticError {
  const labels = labelsAt(build.code, null, 1, 'this model', build.place);
  return new DiagnosticError([diagnostic(code, message, { labels, notes, help, node: build.place.node })]);
}
