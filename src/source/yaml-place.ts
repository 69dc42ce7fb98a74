/** A place in a YAML file by the path of keys and indexes that leads to it. Cheap to keep; found in the text only for an error. */
export interface YamlPlace {
  readonly file: string;
  readonly path: readonly (string | number)[];
}
