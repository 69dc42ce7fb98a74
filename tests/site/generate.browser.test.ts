import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalog } from '../artifacts/schemas.ts';
import { mart, shop } from '../cli/mart.ts';
import { openBrowser, openPage } from './browser.ts';
import { type BuiltSite, builtShop, shopFiles } from './shop.ts';

let browser: Browser;
let site: BuiltSite;
beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), builtShop({}, '--single-file')]);
});
afterAll(async () => {
  await browser?.close();
  site?.remove();
});

test('script and style are at most 60 KB, packed', () => {
  const [script, style] = ['dist/site/app.js', 'dist/site/app.css'].map((path) => gzipSync(readFileSync(path)).length);
  expect((script ?? 0) + (style ?? 0)).toBeLessThan(60 * 1024);
});

test('one file holds the whole site', async () => {
  expect(readdirSync(join(site.folder, 'target'))).not.toContain('site');
  const { page, trouble } = await openPage(browser);
  await page.goto(`${site.address}#/node/stg_orders`);
  await page.locator('pre.sql').waitFor();
  await page.goto(`${site.address}#/run`);
  await page.locator('.gantt').waitFor();
  expect(trouble).toEqual([]);
  await page.close();
});

test('slim: no SQL anywhere', async () => {
  const done = await mart(['docs', 'generate', '--slim', '--single-file'], site.folder);
  expect(done.exit).toBe(0);
  const text = readFileSync(fileURLToPath(site.address), 'utf8');
  expect(text).not.toContain('amount * 1.19');
  const { page, trouble } = await openPage(browser);
  await page.goto(`${site.address}#/node/stg_orders`);
  await page.locator('.columns').waitFor();
  expect(await page.locator('pre.sql').count()).toBe(0);
  expect(trouble).toEqual([]);
  await page.close();
});

test('catalog.json has the form of dbt’s, with the types of the engine', () => {
  const text = readFileSync(join(site.folder, 'target/catalog.json'), 'utf8');
  const validate = new Ajv2020({ allErrors: true }).compile(catalog);
  expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([]);
  const { nodes, sources } = JSON.parse(text);
  expect(nodes['model.shop.stg_orders'].columns.gross).toEqual({
    type: 'DOUBLE',
    index: 4,
    name: 'gross',
    comment: 'With tax.',
  });
  expect(sources['source.shop.post.sent'].columns.id.type).toBe('BIGINT');
});

test('--fail-under makes health a check', async () => {
  const good = await mart(['docs', 'generate', '-q', '--fail-under', 'docs=10,tests=20'], site.folder);
  expect([good.exit, good.stderr]).toEqual([0, '']);
  const bad = await mart(['docs', 'generate', '--fail-under', 'docs=80,tests=60'], site.folder);
  expect(bad.exit).toBe(1);
  expect(bad.stderr).toMatch(/error\[M150\]: \d+(\.\d)? % of nodes and columns are described, less than 80 %/);
  expect(bad.stderr).toMatch(/error\[M150\]: \d+(\.\d)? % of the nodes have a test, less than 60 %/);
  const wrong = await mart(['docs', 'generate', '--fail-under', 'dcos=80'], site.folder);
  expect([wrong.exit, wrong.stderr]).toEqual([
    2,
    expect.stringContaining('`--fail-under` takes shares like `docs=80,tests=60`'),
  ]);
});

test('a project that was never built has pages, and one that cannot be compiled keeps its old ones', async () => {
  const folder = shop(shopFiles);
  const first = await mart(['docs', 'generate'], folder);
  expect([first.exit, first.stderr]).toEqual([
    0,
    expect.stringMatching(/^10 nodes in file:\/\/.*\/target\/site\/index\.html\n/),
  ]);
  const data = () => readFileSync(join(folder, 'target/site/data/index.js'), 'utf8');
  const before = data();
  writeFileSync(join(folder, 'models/orders.sql'), 'select * from {{ref "nobody"}}');
  const second = await mart(['docs', 'generate'], folder);
  expect([second.exit, second.stderr]).toEqual([1, expect.stringContaining('M401')]);
  expect(data()).toBe(before);
  // What the engine refuses has a page all the same, which says why nothing is known of its columns.
  writeFileSync(join(folder, 'models/orders.sql'), 'select nothing from {{ref "raw_orders"}}');
  const third = await mart(['docs', 'generate'], folder);
  expect(third.exit, third.stderr).toBe(0);
  expect(readdirSync(join(folder, 'target')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

test('a database that is in use only leaves earlier runs out', async () => {
  const folder = shop();
  await mart(['build', '-q'], folder);
  const script = `const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(${JSON.stringify(join(folder, 'target/shop.duckdb'))});
    await instance.connect();
    console.log('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((done) => holder.stdout.on('data', done));
  const made = await mart(['docs', 'generate'], folder);
  holder.kill();
  expect([made.exit, made.stderr]).toEqual([
    0,
    expect.stringMatching(/^without earlier runs: [^\n]*in use[^\n]*\n2 nodes in /),
  ]);
  rmSync(folder, { recursive: true, force: true });
});
