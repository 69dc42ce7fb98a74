import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage, violations } from './browser.ts';
import { served } from './served.ts';
import { type BuiltSite, builtShop } from './shop.ts';

let browser: Browser;
let site: BuiltSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), builtShop()]);
});
afterAll(async () => {
  await browser?.close();
  site?.remove();
});

const pages = [
  '',
  'nodes',
  'node/stg_orders',
  'node/customer_totals',
  'node/exposure:board',
  'lineage?s=1%2Bstg_orders%2B1',
  'column/stg_orders/gross',
  'run',
  'tests',
  'health',
  'erd',
  'reports',
  'nowhere',
];

async function check(
  address: string,
  colorScheme: 'light' | 'dark',
  hashes: readonly string[],
  only: readonly string[] = [],
): Promise<void> {
  const { page, trouble } = await openPage(browser, { colorScheme, reducedMotion: 'reduce' });
  for (const hash of hashes) {
    await page.goto(`${address}#/${hash}`);
    await page.locator('h1').waitFor();
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    expect.soft(await violations(page, only), hash).toEqual([]);
  }
  await page.keyboard.press('/');
  await page.keyboard.type('orders');
  await page.locator('.hit').first().waitFor();
  expect.soft(await violations(page, only), 'search').toEqual([]);
  expect(trouble).toEqual([]);
  await page.close();
}

test('every page from disk: nothing breaks WCAG 2.2 AA that axe can see', () => check(site.address, 'light', pages));
test('contrast holds in the dark, too', () => check(site.address, 'dark', pages, ['color-contrast']));

test('the same over HTTP', async () => {
  const { address, stop } = await served(site.folder);
  try {
    await check(address, 'dark', ['node/stg_orders', 'lineage?s=1%2Bstg_orders%2B1']);
    await check(address, 'light', ['']);
  } finally {
    stop();
  }
});

test('at 320 pixels only pictures and tables scroll sideways', async () => {
  const { page } = await openPage(browser, { viewport: { width: 320, height: 640 } });
  for (const hash of pages) {
    await page.goto(`${site.address}#/${hash}`);
    await page.locator('h1').waitFor();
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    expect.soft(await page.evaluate('document.documentElement.scrollWidth'), hash).toBe(320);
  }
  await page.close();
});

test('everything on a page is reached with the Tab key, and seen when it is', async () => {
  const { page } = await openPage(browser);
  await page.goto(`${site.address}#/lineage?s=1%2Bstg_orders%2B1`);
  await page.locator('.picture').waitFor();
  const all = await page.evaluate<number>(
    '[...document.querySelectorAll(\'a[href], button:not([disabled]), input, select, summary, [tabindex="0"]\')].length',
  );
  const seen = new Set<string>();
  for (let press = 0; press < all + 5; press++) {
    await page.keyboard.press('Tab');
    const [name, outline] = await page.evaluate<[string, string]>(`(() => {
      const all = [...document.querySelectorAll('*')];
      const { outlineStyle } = getComputedStyle(document.activeElement);
      return [String(all.indexOf(document.activeElement)) + document.activeElement.tagName, outlineStyle];
    })()`);
    if (/BODY|HTML/.test(name)) break;
    seen.add(name);
    expect(outline, name).not.toBe('none');
  }
  expect(seen.size).toBe(all);
  await page.close();
});

test('on paper there is the page, without its tools', async () => {
  const { page } = await openPage(browser);
  await page.goto(`${site.address}#/node/stg_orders`);
  await page.locator('.markdown').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#app > header').isVisible()).toBe(false);
  expect(await page.locator('.filters').isVisible()).toBe(false);
  expect(await page.locator('.columns').isVisible()).toBe(true);
  expect(await page.evaluate('getComputedStyle(document.querySelector(".scroller")).overflowX')).toBe('visible');
  await page.close();
});
