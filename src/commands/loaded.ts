import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { ReadText } from '../source/text.ts';
import type { TemplateScope } from '../template/template.ts';

/** A project that was read and compiled. `diagnostics` may hold errors: then the manifest is not to be run. */
export interface Loaded {
  /** Absolute. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  readonly readText: ReadText;
  /** For templates that are not in the project: `--sql`. */
  readonly scope: () => Promise<TemplateScope>;
  /** Whether nothing has changed since the manifest was last remembered. */
  readonly isRemembered: boolean;
  /** Tells this state of the project from others; null where nothing is remembered. */
  readonly stamp: string | null;
}
