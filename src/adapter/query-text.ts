import type { Relation } from '../sql/relation.ts';

/**
 * What is noteworthy in the text of a query, as the engine's own parser reads it. Places are UTF-16 offsets in the query.
 * What the parser does not say surely is left out. Plain data, for a file.
 */
export interface QueryText {
  readonly stars: readonly Star[];
  readonly unusedCtes: readonly UnusedCte[];
  readonly unqualified: readonly Unqualified[];
  readonly comparisons: readonly Comparison[];
  readonly notIns: readonly NotIn[];
  readonly joins: readonly JoinedRows[];
  /** Why nothing can be said; all else is empty then. */
  readonly unknown: string | null;
}

/** A stretch of the query's text to put something else in the place of. */
export interface TextPart {
  readonly from: number;
  readonly to: number;
}

/** A star by which all columns of a table become columns of the query. */
export interface Star {
  readonly at: number;
  /** The star with what stands before and after it (`o.*`, `* exclude (a)`). */
  readonly length: number;
  /** What it stands for, as one would write it; null where that is not sure. */
  readonly columns: readonly string[] | null;
}

/** A CTE that the query never reads. */
export interface UnusedCte {
  readonly name: string;
  readonly at: number;
  readonly length: number;
  /** What to take out of the text, all CTEs of its WITH that are unused at once; null where that is not sure. */
  readonly without: readonly TextPart[] | null;
}

/** A column without the name of its table, in a SELECT that reads several tables or from a query around it. */
export interface Unqualified {
  readonly at: number;
  readonly name: string;
  /** What to write before it, with the dot; null where that is not sure. */
  readonly qualifier: string | null;
  /** Where the name of its table ends in the FROM, so that ` as name` can be put there first; null where it has a name of its own. */
  readonly unnamed: number | null;
  /** The table that has it now, for people. */
  readonly owner: string | null;
  /** It belongs to a query around its own. */
  readonly isOuter: boolean;
}

/** A comparison with `=`, `<`, `is distinct from` and the like. */
export interface Comparison {
  readonly at: number;
  readonly isEquality: boolean;
  readonly left: Compared;
  readonly right: Compared;
}

export interface Compared {
  readonly at: number;
  /** The engine's spelling; null where only its binder knows it. */
  readonly type: string | null;
  /** Of a constant the engine chooses the type, of a cast its author did. */
  readonly kind: 'constant' | 'cast' | 'column' | 'using' | 'other';
}

/** `x not in (select y …)`. */
export interface NotIn {
  readonly at: number;
  /** The column of a table that the subquery gives. */
  readonly column: { readonly relation: Relation; readonly column: string };
  /** NULL where an outer join inside of the subquery finds no partner. */
  readonly isLoose: boolean;
}

/** The tables that one SELECT joins and by what. */
export interface JoinedRows {
  readonly sources: readonly JoinedSource[];
  /** The columns of the query, where this SELECT gives its rows one by one, and each as it is: name, source's place, column. */
  readonly output: readonly { readonly name: string; readonly source: number; readonly column: string }[] | null;
  /** Sums and counts of the SELECT see each row that the joins give. */
  readonly isCounted: boolean;
}

export interface JoinedSource {
  readonly relation: Relation;
  readonly name: string;
  /** The place of its name in the FROM. */
  readonly at: number;
  readonly length: number;
  /** Columns that have one value for each combination of the other sources' rows. */
  readonly fixed: readonly string[];
  /** Columns of which one value is asked for. */
  readonly chosen: readonly string[];
  /** Columns of the table that the SELECT could join by. */
  readonly visible: readonly string[];
  /** Other conditions may leave one row of several. */
  readonly isFiltered: boolean;
}

/** An implicit cast that the engine puts around what stands at a place. */
export interface ImplicitCast {
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

/** A text between quotes takes the type of what it is compared with, and so does NULL: nothing of the other side is cast. */
export function isAdaptable({ kind, type }: Compared): boolean {
  return kind === 'constant' && (type === 'VARCHAR' || type === 'NULL' || type === '"NULL"');
}
