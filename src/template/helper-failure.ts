/** A helper of `macros/*.ts` that threw: its message, and where it was thrown as `macros/money.ts:3:5`. */
export class HelperFailure extends Error {
  readonly where: string;
  constructor(message: string, where: string, cause: unknown) {
    super(message, { cause });
    this.name = 'HelperFailure';
    this.where = where;
  }
}
