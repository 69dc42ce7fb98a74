import { existsSync } from 'node:fs';

/** The browser in which the pages are tested: the one that `MART_CHROMIUM` names, or the system's; null for none. */
export function chromiumPath(): string | null {
  const named = process.env.MART_CHROMIUM;
  if (named !== undefined) return existsSync(named) ? named : null;
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? null;
}

export const withoutChromium =
  'the pages are tested in Chromium, and there is none: `apt-get update && apt-get install -y chromium`, or name one with MART_CHROMIUM';

/** Where a person has no browser, the rest is tested all the same and it is said; a machine that judges changes has one. */
export const leavesOutPages = chromiumPath() === null && !process.env.CI;
