/** The parts of Handlebars that are used: its grammar, the builders of its tree, its whitespace control. */
declare module 'handlebars/dist/cjs/handlebars/compiler/parser.js' {
  /** LALR tables: for a state and a symbol a step, `[1, state]` shift, `[2, rule]` reduce, or the state to go to. */
  const parser: {
    readonly symbols_: Readonly<Record<string, number>>;
    readonly terminals_: Readonly<Record<number, string>>;
    readonly productions_: readonly (0 | readonly [symbol: number, length: number])[];
    readonly table: readonly Readonly<Record<number, number | readonly number[]>>[];
    readonly defaultActions: Readonly<Record<number, readonly [number, number]>>;
    performAction(
      this: { $: unknown; _$: unknown },
      text: string,
      length: number,
      line: number,
      builders: object,
      rule: number,
      values: readonly unknown[],
    ): unknown;
  };
  export default parser;
}

declare module 'handlebars/dist/cjs/handlebars/compiler/helpers.js' {
  type Build = (this: unknown, ...parts: never[]) => unknown;
  export const id: Build;
  export const stripFlags: Build;
  export const stripComment: Build;
  export const prepareMustache: Build;
  export const prepareRawBlock: Build;
  export const prepareBlock: Build;
  export const preparePartialBlock: Build;
}

declare module 'handlebars/dist/cjs/handlebars/compiler/whitespace-control.js' {
  export default class WhitespaceControl {
    constructor(options: object);
    accept(program: unknown): unknown;
  }
}
