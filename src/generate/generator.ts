/** What a program in `generators/` is given. */
export interface GeneratorContext {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Parameters from project.yml (`params:`), overridden by the command line (`--start`, `--days`, `--seed`, `--set key=value`). */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * Folders the generator may write, absolute, by the names of `writes:` in project.yml (for the factory: landing,
   * truth). They are fresh staging folders: mart moves each whole entry into place when the program has finished.
   */
  readonly folders: Readonly<Record<string, string>>;
  /** Told once per unit of progress. */
  readonly progress: (done: number, total: number, what: string) => void;
}

export interface GeneratorResult {
  /** One line for people: what was written. */
  readonly summary: string;
}

/** The default export of a generator's file. */
export type Generate = (context: GeneratorContext) => Promise<GeneratorResult>;
