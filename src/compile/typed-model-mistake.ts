import type { Code } from '../diagnostics/codes.ts';

/** Something that a model's function asked for and cannot have; thrown in it, so that its stack says where. */
export class ModelMistake extends Error {
  readonly code: Code;
  /** What to look for on the line where it was thrown. */
  readonly word: string;
  readonly label: string;
  readonly help: string | null;
  constructor(
    code: Code,
    message: string,
    said: { readonly word: string; readonly label?: string; readonly help?: string | null },
  ) {
    super(message);
    this.name = 'ModelMistake';
    this.code = code;
    this.word = said.word;
    this.label = said.label ?? '';
    this.help = said.help ?? null;
  }
}
