import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { openBrowser, openPage } from './browser.ts';
import { type Served, served } from './served.ts';
import { type BuiltSite, builtShop } from './shop.ts';

let browser: Browser;
let site: BuiltSite;
let server: Served;
let address: string;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), builtShop()]);
  server = await served(site.folder);
  ({ address } = server);
});
afterAll(async () => {
  server?.stop();
  await browser?.close();
  site?.remove();
});

/** The first line of what a request gets that no library would send. */
function raw(request: string): Promise<string> {
  const { port } = new URL(address);
  return new Promise((done, fail) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(request.replaceAll('\n', '\r\n')));
    socket.on('data', (part) => {
      answer += part;
    });
    socket.on('close', () => done(answer.split('\r\n')[0] ?? ''));
    socket.on('error', fail);
  });
}

const host = () => new URL(address).host;

test('the same pages as from disk', async () => {
  const response = await fetch(address);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = readFileSync(join(site.folder, 'target/site/index.html'), 'utf8');
  expect((await response.text()).replace('<script src="__mart/reload.js"></script>\n', '')).toBe(page);
  const data = await (await fetch(`${address}data/index.js`)).text();
  expect(data).toBe(readFileSync(join(site.folder, 'target/site/data/index.js'), 'utf8'));
});

test('only for this machine, by its own names, for its own pages', async () => {
  const get = (lines: string) => raw(`GET / HTTP/1.1\n${lines}\nConnection: close\n\n`);
  expect(await get(`Host: ${host()}`)).toBe('HTTP/1.1 200 OK');
  expect(await get(`Host: localhost:${new URL(address).port}`)).toBe('HTTP/1.1 200 OK');
  expect(await get('Host: evil.example')).toBe('HTTP/1.1 403 Forbidden');
  expect(await get(`Host: evil.example:${new URL(address).port}`)).toBe('HTTP/1.1 403 Forbidden');
  expect(await get(`Host: ${host()}\nOrigin: https://evil.example`)).toBe('HTTP/1.1 403 Forbidden');
  expect(await get(`Host: ${host()}\nOrigin: null`)).toBe('HTTP/1.1 403 Forbidden');
  expect(await get(`Host: ${host()}\nOrigin: http://${host()}`)).toBe('HTTP/1.1 200 OK');
});

test('only reading, and nothing but the site', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await raw(`${method} / HTTP/1.1\nHost: ${host()}\nContent-Length: 0\nConnection: close\n\n`);
    expect(answer, method).toBe('HTTP/1.1 405 Method Not Allowed');
  }
  for (const path of [
    '/../manifest.json',
    '/%2e%2e/manifest.json',
    '/..%2fshop.duckdb',
    '//etc/passwd',
    '/data/../../x',
    '/C:\\x',
  ]) {
    expect(await raw(`GET ${path} HTTP/1.1\nHost: ${host()}\nConnection: close\n\n`), path).toBe(
      'HTTP/1.1 404 Not Found',
    );
  }
  const head = await fetch(address, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('an open page shows the next run by itself', async () => {
  const { page, trouble } = await openPage(browser);
  await page.goto(`${address}#/node/stg_orders`);
  await page.locator('.about').waitFor();
  const runs = () => page.locator('section:has(> h2:text("Runs")) tbody tr').count();
  expect(await runs()).toBe(1);
  const built = await mart(['build', '-q', '-s', 'stg_orders'], site.folder, { MART_NOW: '2025-12-04T06:00:00Z' });
  expect(built.exit).toBe(0);
  await expect.poll(runs, { timeout: 15_000 }).toBe(2);
  expect(trouble).toEqual([]);
  await page.close();
});

test('a port that is taken, and a host that is not this machine', async () => {
  const taken = await mart(['docs', 'serve', '--port', new URL(address).port], site.folder);
  expect(taken.stderr).toContain('error[M560]');
  expect(taken.exit).toBe(1);
  const far = await mart(['docs', 'serve', '--host', '0.0.0.0'], site.folder);
  expect(far.stderr).toContain('`--host` cannot be `0.0.0.0`');
  expect(far.exit).toBe(2);
});
