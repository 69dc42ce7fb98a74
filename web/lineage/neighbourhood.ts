import { nameOf, site, wordOf } from '../data/site.ts';

/** A node with so many steps up and down. */
export interface Focus {
  readonly node: number;
  readonly up: number;
  readonly down: number;
}

/** `1+orders+2` when it means one node and no other thing; the rest is left to the selector grammar. */
export function focusOf(selector: string): Focus | null {
  const [, up, name = '', down] = /^(?:(\d*)\+)?([^\s,@+]+)(?:\+(\d*))?$/.exec(selector.trim()) ?? [];
  const node = site().byName.get(name);
  if (node === undefined || (!isOwnName(name) && wordOf(site().index.nodes.resource, node) !== 'generator'))
    return null;
  return { node, up: steps(up), down: steps(down) };
}

/** Whether no project and no folder has the name, which would then be meant too. */
function isOwnName(name: string): boolean {
  const { index } = site();
  return name !== index.project && !index.nodes.path.some((path) => path.includes(`/${name}/`));
}

function steps(written: string | undefined): number {
  if (written === undefined) return 0;
  return written === '' ? Number.POSITIVE_INFINITY : Number(written);
}

/** As it is typed. */
export function focusText({ node, up, down }: Focus): string {
  const part = (number: number) => (Number.isFinite(number) ? String(number) : '');
  return `${up > 0 ? `${part(up)}+` : ''}${nameOf(node)}${down > 0 ? `+${part(down)}` : ''}`;
}

/** The nodes of a focus, sorted: parents before children. */
export function neighbourhood({ node, up, down }: Focus): number[] {
  const { index, children } = site();
  const found = new Set([node]);
  reach(index.nodes.parents, node, up, found);
  reach(children, node, down, found);
  return [...found].sort((a, b) => a - b);
}

function reach(edges: readonly (readonly number[])[], from: number, steps: number, found: Set<number>): void {
  const seen = new Set([from]);
  let layer = [from];
  for (let step = 0; step < steps && layer.length > 0; step++) {
    const next: number[] = [];
    for (const one of layer) {
      for (const other of edges[one] ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        found.add(other);
        next.push(other);
      }
    }
    layer = next;
  }
}
