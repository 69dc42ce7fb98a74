/** A plan says something that is not understood: there is no lineage then, since a guess would be wrong in silence. */
export class Unreadable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreadable';
  }
}

/** What a plan always has there. */
export function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Unreadable(`the plan lacks ${what}`);
  return value;
}

/** Refuses what carries more than the keys that are known: it could mean more than what is read of it. */
export function onlyKeys(node: object, known: ReadonlySet<string>, what: string): void {
  for (const key in node) if (!known.has(key)) throw new Unreadable(`the plan has ${what} with \`${key}\``);
}
