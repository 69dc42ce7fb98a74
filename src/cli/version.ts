import { readFileSync } from 'node:fs';

/** Put in by the bundler. */
declare const __MART_VERSION__: string | undefined;

/** A hash of the bundled code; null when it runs unbundled. */
declare const __MART_BUILD__: string | undefined;

export const build: string | null = typeof __MART_BUILD__ === 'string' ? __MART_BUILD__ : null;

export const version: string = typeof __MART_VERSION__ === 'string' ? __MART_VERSION__ : fromPackage();

function fromPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
