import { turned } from '../../src/graph/levels.ts';
import type { NodeDetail, NodeSql, SiteIndex, Words } from '../../src/site/contract.ts';
import { file, load } from './files.ts';

/** What every page knows: the index, and what follows from it. */
export interface Site {
  readonly index: SiteIndex;
  readonly children: readonly (readonly number[])[];
  readonly byName: ReadonlyMap<string, number>;
}

let current: Site | null = null;

export function setSite(index: SiteIndex): void {
  const byName = new Map(index.nodes.name.map((name, node) => [name, node]));
  current = { index, children: turned(index.nodes.parents), byName };
}

export function site(): Site {
  if (!current) throw new Error('the index is not there yet');
  return current;
}

export function wordOf({ words, of }: Words, node: number): string {
  return words[of[node] ?? -1] ?? '';
}

export function nameOf(node: number): string {
  return site().index.nodes.name[node] ?? '';
}

/** The file of a list of first nodes in which a node is, and its place there. */
function placeOf(firsts: readonly number[], node: number): readonly [file: number, place: number] {
  let [low, high] = [0, firsts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((firsts[middle] ?? 0) <= node) low = middle;
    else high = middle - 1;
  }
  return [low, node - (firsts[low] ?? 0)];
}

export async function loadDetail(node: number): Promise<NodeDetail | undefined> {
  const [number, place] = placeOf(site().index.details, node);
  return (await load(`details-${number}`))[place];
}

/** Read in a component: undefined while the file is on its way. */
export function detailOf(node: number): NodeDetail | { readonly error: string } | undefined {
  const [number, place] = placeOf(site().index.details, node);
  const found = file(`details-${number}`).value;
  if (!found) return undefined;
  return 'value' in found ? found.value[place] : found;
}

export function sqlOf(node: number): NodeSql | undefined {
  const { sql } = site().index;
  if (sql.length === 0) return undefined;
  const [number, place] = placeOf(sql, node);
  const found = file(`sql-${number}`).value;
  return found && 'value' in found ? found.value[place] : undefined;
}
