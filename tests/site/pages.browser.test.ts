import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { type BuiltSite, builtShop } from './shop.ts';

let browser: Browser;
let site: BuiltSite;
let page: Page;
let trouble: string[];

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), builtShop()]);
  ({ page, trouble } = await openPage(browser));
});
afterAll(async () => {
  await browser?.close();
  site?.remove();
});
beforeEach(() => {
  trouble.length = 0;
  return () => expect(trouble).toEqual([]);
});

async function open(hash: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${site.address}#/${hash}`);
  await page.locator('h1').waitFor();
}

const texts = (selector: string) => page.locator(selector).allInnerTexts();
const hash = () => page.evaluate<string>('decodeURIComponent(location.hash)');

test('the first page says what is wrong first, and what there is', async () => {
  await open('');
  await expect.poll(() => page.title()).toBe('shop');
  expect(await page.locator('section:has(> h2:text("Look here first")) li').allInnerTexts()).toEqual([
    expect.stringMatching(/^stg_orders\s+! a test: warn$/),
    expect.stringMatching(/^customer_totals\s+✗ not built ✗ a test: fail$/),
  ]);
  expect(await texts('.layer h3')).toEqual(
    expect.arrayContaining(['seeds 2', 'sources 1', 'staging 2', 'exposures 1']),
  );
});

test('search: a slash, a word, arrows and Enter; names, tags, columns, descriptions and SQL are found', async () => {
  await open('');
  await page.keyboard.press('/');
  await page.keyboard.type('gross');
  await page.locator('.hit-group:text("SQL")').waitFor();
  expect(await texts('.hit-group')).toEqual(['columns', 'descriptions', 'SQL']);
  expect((await texts('.hit'))[0]).toMatch(/^stg_orders\.gross/);
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('[aria-selected="true"]').textContent()).toMatch(
    /^stg_orders view\s*Orders with \*\*gross\*\*/,
  );
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.locator('h1:text("stg_orders.gross")').waitFor();
  expect(await hash()).toBe('#/column/stg_orders/gross');
  // The heading has the focus, so a screen reader begins there.
  expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('daily');
  expect(await texts('.hit-group')).toEqual(['tags']);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('stg orders');
  expect((await texts('.hit'))[0]).toMatch(/^stg_orders view/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('amount * 1.19');
  await page.locator('.hit-group:text("SQL")').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('dialog').isVisible()).toBe(false);
});

test('the page of a model: description, columns with tests and origins, facts, SQL, runs', async () => {
  await open('node/stg_orders');
  await page.locator('.markdown').waitFor();
  expect(await page.locator('.markdown').innerHTML()).toBe(
    '<p>Orders with <strong>gross</strong> amounts, see <a href="https://example.com/vat" rel="noopener noreferrer" target="_blank">the rule</a>.</p><ul><li>net is what was asked</li><li>gross has the tax</li></ul>',
  );
  const rows = (await texts('.columns tbody tr')).map((row) => row.replace(/\s+/g, ' ').trim());
  expect(rows[0]).toMatch(
    /^order_id integer The order's number\. pass-through orders\.order_id ✓ (?:not_null|unique) ✓/,
  );
  expect(rows[2]).toBe('net double renamed orders.amount');
  expect(rows[3]).toBe('gross double With tax. derived orders.amount read by 1 column');
  expect(await texts('.tests tbody tr')).toEqual([
    expect.stringMatching(/warn[\s\S]*relationships[\s\S]*1 bad row[\s\S]*1 of them/),
    expect.stringMatching(/pass/),
    expect.stringMatching(/pass/),
  ]);
  expect((await texts('.about'))[0]?.replace(/\s+/g, ' ')).toMatch(
    /kind view last run ✓ success .* tests ! 3 · warn relation main\.stg_orders file models\/staging\/stg_orders\.sql described in models\/shop\.yml tags daily/,
  );
  expect(await page.locator('pre.sql').textContent()).toContain('{{ref "orders"}}');
  expect(await page.locator('pre.sql a').getAttribute('href')).toBe('#/node/orders');
  await page.locator('input[type=radio]').nth(1).check();
  await expect.poll(() => page.locator('pre.sql').textContent()).toContain('from "main"."orders"');
});

test('failing rows, skipped nodes, delivered files, exposures', async () => {
  await open('node/customer_totals');
  const [first = ''] = await texts('.tests tbody tr');
  expect(first).toMatch(/✗ fail[\s\S]*accepted_range[\s\S]*2 bad rows[\s\S]*customer_id = 1, name = 'Ada'/);
  await open('node/ranking');
  await expect.poll(async () => (await texts('.about'))[0]).toMatch(/⊘ skipped/);
  await open('node/source:post.sent');
  await expect
    .poll(async () => (await texts('.about'))[0])
    .toMatch(/files loaded\s+1[\s\S]*rows loaded\s+2[\s\S]*last loaded\s+2025/);
  await open('node/exposure:board');
  await expect.poll(() => page.locator('.about a').getAttribute('href')).toBe('https://example.com/board');
});

test('lineage: steps, hidden neighbours, a lens, and everything in the address', async () => {
  await open('lineage?s=1%2Bstg_orders%2B1');
  const names = () =>
    page.locator('.picture a.node text:first-of-type').evaluateAll((all) => all.map((one) => one.textContent?.trim()));
  expect(await names()).toEqual(['orders', 'stg_orders', 'customer_totals']);
  expect(
    await page.locator('.hidden-count').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))),
  ).toEqual([
    '1 parent of orders not shown: show',
    '1 parent of customer_totals not shown: show',
    '1 child of customer_totals not shown: show',
  ]);
  await page.getByRole('button', { name: 'more down' }).click();
  expect(await hash()).toBe('#/lineage?s=1+stg_orders+2');
  expect(await names()).toEqual(['orders', 'stg_orders', 'customer_totals', 'ranking']);
  await page.getByRole('button', { name: 'all up' }).click();
  expect(await hash()).toBe('#/lineage?s=+stg_orders+2');
  expect(await page.locator('.selector input').inputValue()).toBe('+stg_orders+2');
  await page.getByLabel('lens').selectOption('worst test');
  expect(
    await page.locator('.picture .below').evaluateAll((all) => all.map((one) => one.textContent?.trim())),
  ).toContain('table · ✗ 3 × fail');
  await page.reload();
  await page.locator('h1').waitFor();
  expect(
    await page.locator('.picture .below').evaluateAll((all) => all.map((one) => one.textContent?.trim())),
  ).toContain('table · ✗ 3 × fail');
  // The list says what the picture shows.
  const list = await texts('.lineage-list li');
  expect(list.find((one) => one.startsWith('customer_totals'))).toMatch(/✗ 3 × fail[\s\S]*reads customers, stg_orders/);
});

test('lineage: the selector of the command line, and what is wrong with one', async () => {
  await open('lineage');
  await page.locator('.selector input').fill('tag:daily source:post.sent+');
  await page.keyboard.press('Enter');
  await expect.poll(() => texts('.lineage-list .node-link >> nth=0')).toEqual(['source:post.sent']);
  expect(
    await page
      .locator('.picture a.node text:first-of-type')
      .evaluateAll((all) => all.map((one) => one.textContent?.trim())),
  ).toEqual(['source:post.sent', 'deliveries', 'stg_orders']);
  await page.locator('.selector input').fill('tga:daily');
  await page.keyboard.press('Enter');
  await expect.poll(() => texts('.problem')).toEqual(['tga is not a selection method · did you mean tag?']);
});

test('lineage: arrow keys go from node to node, Enter goes there', async () => {
  await open('lineage?s=stg_orders%2B');
  await page.locator('.picture a.focus').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^customer_totals/);
  await page.keyboard.press('Enter');
  await expect.poll(hash).toBe('#/lineage?s=1+customer_totals+');
});

test('a column, both ways, with kinds, as picture and as text', async () => {
  await open('node/stg_orders');
  await page.getByRole('link', { name: 'gross', exact: true }).click();
  await page.locator('.trace').first().waitFor();
  const [up, down] = await texts('.trace');
  expect(
    up
      ?.split('\n')
      .filter(Boolean)
      .map((line) => line.trim()),
  ).toEqual(['stg_orders.gross derived double', 'orders.amount pass-through double', 'raw_orders.amount double']);
  expect(
    down
      ?.split('\n')
      .filter(Boolean)
      .map((line) => line.trim()),
  ).toEqual(['stg_orders.gross double', 'customer_totals.total aggregated double', 'ranking.place windowed bigint']);
  expect(
    await page.locator('.picture .column-row').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))),
  ).toEqual([
    'gross derived of stg_orders',
    'amount pass-through of orders',
    'amount  of raw_orders',
    'total aggregated of customer_totals',
    'place windowed of ranking',
  ]);
  expect(await page.locator('.picture .edge').count()).toBe(4);
  await page.getByRole('button', { name: 'fewer down' }).click();
  await expect.poll(hash).toBe('#/column/stg_orders/gross?down=3');
});

test('the run: failures, chart, critical path, slowest', async () => {
  await open('run');
  await page.locator('.gantt').waitFor();
  expect(
    (await page.locator('section:has(> h2:text("What did not come out")) tbody tr').allInnerTexts()).join(),
  ).toMatch(/customer_totals[\s\S]*not published[\s\S]*ranking/);
  expect(await page.locator('.gantt .bar').count()).toBe(7);
  const chain = await page.locator('section:has(> h2:text("Critical path")) th[scope=row]').allInnerTexts();
  expect(chain.at(0)).toMatch(/raw_orders|customers|deliveries/);
});

test('tests: the worst first, by status', async () => {
  await open('tests');
  await page.locator('.chips').waitFor();
  expect((await texts('.chips a')).map((chip) => chip.replace(/\s+/g, ' '))).toEqual([
    'all 8',
    '✗ fail 1',
    '! warn 1',
    '✓ pass 6',
  ]);
  expect((await texts('.tests tbody tr td:first-child'))[0]).toMatch(/fail/);
  await page.locator('.chips a', { hasText: 'warn' }).click();
  await expect.poll(hash).toBe('#/tests?status=warn');
  expect(await page.locator('.tests tbody tr').count()).toBe(1);
});

test('health: what is described and tested, and what is not', async () => {
  await open('health');
  expect(await texts('.lead')).toEqual([expect.stringMatching(/^Described \d+(\.\d)? %, tested \d+(\.\d)? %/)]);
  expect(await page.locator('section:has(> h2:text("Without a description")) .node-link').allInnerTexts()).toEqual(
    expect.arrayContaining(['raw_orders', 'orders', 'deliveries', 'ranking']),
  );
});

test('tables that relationships tests connect', async () => {
  await open('erd');
  await page.locator('.erd').waitFor();
  expect((await texts('tbody tr')).map((row) => row.replace(/\s+/g, ' ')).sort()).toEqual([
    'customer_totals customer_id customers.id ✓ pass',
    'stg_orders customer_id customers.id ! warn',
  ]);
  expect(await page.locator('.erd .card-head').count()).toBe(3);
});

test('reports: the rows of models that ask for it', async () => {
  await open('reports');
  await page.locator('table').waitFor();
  expect(await texts('h2')).toEqual(['counts']);
  expect(await texts('thead th')).toEqual(['what', 'number', 'share']);
  expect(await texts('tbody td')).toEqual(['buyers', '2', '0.5']);
});

test('the theme is the system’s until a reader chooses, and is kept', async () => {
  await open('');
  const ink = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const light = await ink();
  await page.locator('.theme-button').click();
  await page.locator('.theme-button').click();
  expect(await page.locator('.theme-button').getAttribute('aria-label')).toBe('theme: dark');
  await expect.poll(ink).not.toBe(light);
  await page.reload();
  await page.locator('h1').waitFor();
  expect(await ink()).not.toBe(light);
  await page.locator('.theme-button').click();
  await expect.poll(ink).toBe(light);
});

test('what is not there is said', async () => {
  await open('node/nobody');
  expect(await texts('main')).toEqual([expect.stringContaining('There is no node “nobody”.')]);
  await open('nowhere');
  expect(await texts('h1')).toEqual(['Not here']);
});
