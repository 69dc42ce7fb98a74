/** The sets of names that all lie above and below each other (Tarjan's strongly connected components), without the single names that are no cycle. */
export function knots(parents: ReadonlyMap<string, readonly string[]>): ReadonlySet<string>[] {
  const found: ReadonlySet<string>[] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open = new Set<string>();
  const stack: string[] = [];
  for (const root of parents.keys()) {
    if (index.has(root)) continue;
    const walk: { readonly name: string; next: number }[] = [];
    const enter = (name: string): void => {
      low.set(name, index.size);
      index.set(name, index.size);
      open.add(name);
      stack.push(name);
      walk.push({ name, next: 0 });
    };
    const lower = (name: string, to: number): void => {
      if (to < (low.get(name) ?? 0)) low.set(name, to);
    };
    enter(root);
    for (let at = walk.at(-1); at; at = walk.at(-1)) {
      const other = parents.get(at.name)?.[at.next++];
      if (other !== undefined) {
        if (!index.has(other)) enter(other);
        else if (open.has(other)) lower(at.name, index.get(other) ?? 0);
        continue;
      }
      walk.pop();
      const above = walk.at(-1);
      if (above) lower(above.name, low.get(at.name) ?? 0);
      if (low.get(at.name) !== index.get(at.name)) continue;
      const members = stack.splice(stack.lastIndexOf(at.name));
      for (const member of members) open.delete(member);
      if (members.length > 1 || parents.get(at.name)?.includes(at.name)) found.push(new Set(members));
    }
  }
  return found;
}
