import type { SearchData, SiteIndex } from '../../src/site/contract.ts';

/** One thing found: a node, or a column of it, and where in its text. */
export interface Hit {
  readonly node: number;
  readonly column: string | null;
  /** A line to show, with the place of what was typed in it; null where the name says it all. */
  readonly excerpt: { readonly text: string; readonly from: number; readonly to: number } | null;
}

export type Group = 'names' | 'tags' | 'columns' | 'descriptions' | 'SQL';

export interface Found {
  readonly group: Group;
  readonly hits: readonly Hit[];
}

const mostHits = 8;

interface Index {
  readonly names: readonly string[];
  readonly columns: readonly string[];
  readonly text: readonly string[];
}

/** Lower case once, so that a keystroke only looks. */
export function searchIndex({ nodes }: SiteIndex, data: SearchData | null): Index {
  return {
    names: nodes.name.map((name) => name.toLowerCase()),
    columns: (data?.columns ?? []).map((text) => text.toLowerCase()),
    text: (data?.text ?? []).map((text) => text.toLowerCase()),
  };
}

/** Everything but SQL: names by how well they fit, then tags, columns, descriptions. All words have to be there. */
export function find(query: string, site: SiteIndex, data: SearchData | null, index: Index): Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  return [
    { group: 'names' as const, hits: names(words, index.names, site) },
    { group: 'tags' as const, hits: tags(words, site) },
    { group: 'columns' as const, hits: columns(words, index, data) },
    { group: 'descriptions' as const, hits: texts(words, index.text, data?.text ?? []) },
  ].filter(({ hits }) => hits.length > 0);
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function names(words: readonly string[], all: readonly string[], { nodes }: SiteIndex): Hit[] {
  const whole = words.join(' ');
  const found: { readonly node: number; readonly far: number }[] = [];
  all.forEach((name, node) => {
    if (!holdsAll(name, words)) return;
    const plain = name.replace(/^\w+:/, '');
    const isTest = (nodes.resource.words[nodes.resource.of[node] ?? 0] ?? '') === 'model' ? 0 : 0.5;
    const at = plain.indexOf(words[0] ?? '');
    const far = plain === whole ? -1 : (at === 0 ? 0 : /[_.]/.test(plain[at - 1] ?? '') ? 1 : 2) + isTest;
    found.push({ node, far: far + plain.length / 1000 });
  });
  found.sort((a, b) => a.far - b.far);
  return found.slice(0, mostHits).map(({ node }) => ({ node, column: null, excerpt: null }));
}

function tags(words: readonly string[], { nodes }: SiteIndex): Hit[] {
  const hits: Hit[] = [];
  for (let node = 0; node < nodes.tags.length && hits.length < mostHits; node++) {
    const tag = nodes.tags[node]?.find((one) => holdsAll(one.toLowerCase(), words));
    if (tag !== undefined) hits.push({ node, column: null, excerpt: marked(tag, words) });
  }
  return hits;
}

function columns(words: readonly string[], { columns: all, names: nodeNames }: Index, data: SearchData | null): Hit[] {
  const last = words.at(-1) ?? '';
  const exact: Hit[] = [];
  const near: Hit[] = [];
  for (let node = 0; node < all.length; node++) {
    const list = all[node] ?? '';
    if (!list.includes(last)) continue;
    const own = list.split('\n');
    own.forEach((name, at) => {
      // The words before the last one may be of the model: `orders total`.
      const isMeant =
        holdsAll(name, words) || (name.includes(last) && holdsAll(nodeNames[node] ?? '', words.slice(0, -1)));
      if (!isMeant) return;
      const column = data?.columns[node]?.split('\n')[at] ?? name;
      (name === last ? exact : near).push({ node, column, excerpt: null });
    });
    if (exact.length >= mostHits) break;
  }
  return [...exact, ...near].slice(0, mostHits);
}

function texts(words: readonly string[], all: readonly string[], shown: readonly string[]): Hit[] {
  const hits: Hit[] = [];
  for (let node = 0; node < all.length && hits.length < mostHits; node++) {
    if (holdsAll(all[node] ?? '', words)) hits.push({ node, column: null, excerpt: marked(shown[node] ?? '', words) });
  }
  return hits;
}

/** What stands around the first word. */
function marked(text: string, words: readonly string[]): Hit['excerpt'] {
  const [first = ''] = words;
  const at = Math.max(0, text.toLowerCase().indexOf(first));
  const start = Math.max(0, at - 40);
  const lead = start > 0 ? '…' : '';
  const cut = `${lead}${text.slice(start, at + first.length + 80)}`.replace(/\s/g, ' ');
  const from = at - start + lead.length;
  return { text: cut, from, to: from + first.length };
}

/** The same for a text of SQL; null where it is not in it. What was typed is looked for as it is. */
export function findInSql(query: string, sql: string, lower: string, node: number): Hit | null {
  const typed = query.trim().toLowerCase();
  return lower.includes(typed) ? { node, column: null, excerpt: marked(sql, [typed]) } : null;
}
