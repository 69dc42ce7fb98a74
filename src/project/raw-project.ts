import type { ProjectConfig } from '../config/project-config.ts';
import type { PropertiesFile } from '../config/properties.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { NamedSelector } from '../nodes/manifest.ts';
import type { SourceText } from '../source/text.ts';

/** A seed as found: its text is read by the engine, only the header by mart. */
export interface RawSeed {
  readonly name: string;
  readonly path: string;
  readonly header: readonly string[];
  readonly checksum: string;
}

/** A TypeScript file of helpers; loaded when a template needs it. */
export interface HelperFile {
  readonly path: string;
  readonly checksum: string;
}

/** Everything that was read from disk, before anything is rendered. `name` is the file's name without its ending. */
export interface RawProject {
  /** Absolute. */
  readonly root: string;
  readonly config: ProjectConfig;
  readonly models: readonly (SourceText & { readonly name: string })[];
  readonly singularTests: readonly (SourceText & { readonly name: string })[];
  /** Rows of unit tests, in CSV and in SQL. */
  readonly fixtures: readonly (SourceText & { readonly name: string })[];
  readonly genericTests: readonly (SourceText & { readonly name: string })[];
  /** Partials, by name. Names are unique. */
  readonly macros: readonly (SourceText & { readonly name: string })[];
  readonly helperFiles: readonly HelperFile[];
  readonly seeds: readonly RawSeed[];
  readonly properties: readonly PropertiesFile[];
  readonly selectors: readonly NamedSelector[];
  /** Everything found wrong while reading; nothing was thrown for it. */
  readonly diagnostics: readonly Diagnostic[];
}
