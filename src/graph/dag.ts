/** A directed acyclic graph of names. Every name that appears has an entry in both maps. */
export interface Dag {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}
