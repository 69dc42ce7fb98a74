import { signal } from '@preact/signals';

/** Where the reader is: everything is in the part of the address behind `#`. */
export interface Route {
  /** `node`, `lineage`, …; '' for the first page. */
  readonly page: string;
  /** Parts of the path behind the page, as text. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export const route = signal<Route>(read(location.hash));

window.addEventListener('hashchange', () => {
  route.value = read(location.hash);
});

function read(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page = '', ...rest] = path.split('/').map(text);
  return { page, path: rest, query: new URLSearchParams(query) };
}

function text(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

type Query = Readonly<Record<string, string | number | null | undefined>>;

/** An address; values that are null or '' are left out. */
export function href(page: string, path: readonly string[] = [], query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined || value === '' ? [] : [`${key}=${plain(String(value))}`],
  );
  const parts = [page, ...path].map(plain).join('/');
  return `#/${parts}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** Encoded where it has to be: names and selectors stay readable. */
function plain(part: string): string {
  return encodeURIComponent(part).replace(/%(?:3A|2C|40)/g, decodeURIComponent);
}

/** Changes the query in place, without a new entry in the history. */
export function setQuery(query: Query): void {
  const { page, path, query: before } = route.value;
  const address = href(page, path, { ...Object.fromEntries(before), ...query });
  history.replaceState(null, '', address);
  route.value = read(address);
}

export function go(address: string): void {
  location.hash = address;
}

export function nodeHref(name: string): string {
  return href('node', [name]);
}

export function columnHref(name: string, column: string): string {
  return href('column', [name, column]);
}

/** The lineage of a selection. */
export function lineageHref(selector: string): string {
  return href('lineage', [], { s: selector, lens: route.value.query.get('lens') });
}
