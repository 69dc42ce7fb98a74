import { readFileSync } from 'node:fs';

/** Put in by the bundler. */
declare const __MART_VERSION__: string | undefined;

export const version: string = typeof __MART_VERSION__ === 'string' ? __MART_VERSION__ : fromPackage();

function fromPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
