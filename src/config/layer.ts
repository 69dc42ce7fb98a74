import type { Range } from '../source/span.ts';
import type { YamlPlace } from '../source/yaml-place.ts';

/** Where one configuration value was written. */
export type ValuePlace =
  | { readonly kind: 'yaml'; readonly at: YamlPlace }
  | { readonly kind: 'template'; readonly range: Range };

/** Configuration from one place, as written: keys checked against nothing yet. */
export interface ConfigLayer {
  readonly values: Readonly<Record<string, unknown>>;
  /** Place of a key, of its value or of one of its items. */
  readonly placeOf: (key: string) => ValuePlace;
}
