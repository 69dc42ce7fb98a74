/** A binary heap: `pop` gives the item that `before` puts first. */
export interface Heap<T> {
  push(item: T): void;
  pop(): T | undefined;
  peek(): T | undefined;
  readonly size: number;
}

export function heap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  const swapIfBefore = (a: number, b: number): boolean => {
    const [low, high] = [items[a], items[b]];
    if (low === undefined || high === undefined || !before(high, low)) return false;
    items[a] = high;
    items[b] = low;
    return true;
  };

  return {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!swapIfBefore(parent, at)) return;
        at = parent;
      }
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let at = 0; ; ) {
        const left = 2 * at + 1;
        const right = left + 1;
        const [a, b] = [items[left], items[right]];
        const child = a !== undefined && b !== undefined && before(b, a) ? right : left;
        if (!swapIfBefore(at, child)) return first;
        at = child;
      }
    },
  };
}
