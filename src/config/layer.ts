import type { Range } from '../source/span.ts';
import type { YamlPlace } from '../source/yaml-place.ts';

/** Where one configuration value was written. */
export type ValuePlace =
  | { readonly kind: 'yaml'; readonly at: YamlPlace }
  | { readonly kind: 'template'; readonly range: Range };

/** Configuration from one place. */
export interface ConfigLayer {
  readonly values: Readonly<Record<string, unknown>>;
  /** Place of a key's value. */
  readonly placeOf: (key: string) => ValuePlace;
  /** Set when keys and values were checked where they were read; without it they are as written. */
  readonly checked?: true;
}
