/** What DuckDB tells of an error with `errors_as_json`. */
export interface Refusal {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly error_subtype?: string;
  /** Bytes in UTF-8. */
  readonly position?: string;
  readonly candidates?: string;
  readonly name?: string;
  /** What kind of thing is missing. */
  readonly type?: string;
  /** Of the system's call that failed, in digits. */
  readonly errno?: string;
}
