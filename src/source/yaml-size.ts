/** Values that a tree with shared parts (YAML aliases) stands for, counted up to a limit; a tree inside itself is endless. */
export function expandedSize(value: unknown, limit: number): number {
  const known = new Map<object, number>();
  const open = new Set<object>();
  const count = (item: unknown): number => {
    if (item === null || typeof item !== 'object') return 1;
    const before = known.get(item);
    if (before !== undefined) return before;
    if (open.has(item)) return Number.POSITIVE_INFINITY;
    open.add(item);
    let size = 1;
    for (const part of Object.values(item)) {
      size += count(part);
      if (size > limit) break;
    }
    open.delete(item);
    known.set(item, size);
    return size;
  };
  return count(value);
}
