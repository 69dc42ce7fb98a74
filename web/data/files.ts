import { type Signal, signal } from '@preact/signals';
import type { SiteFiles } from '../../src/site/contract.ts';

declare global {
  interface Window {
    /** What a file of data calls: its name, and its JSON. */
    __mart: (name: string, json: string) => void;
  }
}

type Name = keyof SiteFiles;
type File<T> = { readonly value: T } | { readonly error: string } | null;

const files = new Map<string, Signal<File<unknown>>>();

/** A file of data as it comes: null until it is there. The first who asks makes it come. */
export function file<K extends Name>(name: K): Signal<File<SiteFiles[K]>> {
  const known = files.get(name);
  const found = known ?? signal<File<unknown>>(null);
  files.set(name, found);
  if (!known) fetchFile(name);
  return found as Signal<File<SiteFiles[K]>>;
}

/** The same for those who can wait. */
export function load<K extends Name>(name: K): Promise<SiteFiles[K]> {
  const wanted = file(name);
  return new Promise((done, fail) => {
    const stop = wanted.subscribe((found) => {
      if (found === null) return;
      if ('value' in found) done(found.value);
      else fail(new Error(found.error));
      queueMicrotask(() => stop());
    });
  });
}

/** A site in one file holds its data in blocks; else a script is asked for, since pages from disk cannot fetch. */
function fetchFile(name: string): void {
  const block = document.querySelector(`script[data-mart="${name}"]`);
  if (block) {
    receive(name, block.textContent ?? '');
    return;
  }
  const script = document.createElement('script');
  script.src = `data/${name}.js`;
  script.onerror = () => {
    const place = files.get(name);
    if (place) place.value = { error: `data/${name}.js is missing: generate the site again` };
  };
  script.onload = () => script.remove();
  document.head.append(script);
}

function receive(name: string, json: string): void {
  const place = files.get(name) ?? signal<File<unknown>>(null);
  files.set(name, place);
  place.value = { value: JSON.parse(json) };
}

/** Takes files as they come; the index is what the pages begin with. */
export function begin(ready: (index: SiteFiles['index']) => void): void {
  const start = (): void => {
    const index = files.get('index')?.value;
    if (index && 'value' in index) ready(index.value as SiteFiles['index']);
  };
  window.__mart = (name, json) => {
    receive(name, json);
    if (name === 'index') start();
  };
  const block = document.querySelector('script[data-mart="index"]');
  if (!block) return;
  receive('index', block.textContent ?? '');
  start();
}
