/** A reader of files as SQL: `columns` are what `*` gives, `row` the number of a row; the column `filename` is there too. */
export interface FileRelation {
  readonly columns: string;
  readonly from: string;
  readonly row: string;
}
