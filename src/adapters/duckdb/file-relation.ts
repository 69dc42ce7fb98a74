/** A reader of files as SQL: `columns` are what `*` gives, `row` the number of a row; the column `filename` is there too. */
export interface FileRelation {
  readonly columns: string;
  readonly from: string;
  readonly row: string;
  /** Whether `row` begins anew with each file; else rows of several files are numbered through. */
  readonly isNumberedByFile?: true;
}
