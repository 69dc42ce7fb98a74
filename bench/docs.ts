// Prints how quick the documentation pages are in a real browser, from disk, by the number of models. Nothing is a test.
//   npm run bench:docs [-- 10 1000 10000]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { layeredProject, modelName } from './projects.ts';

const cli = resolve('dist/cli.js');
const work = mkdtempSync(join(tmpdir(), 'mart-bench-docs-'));
const sizes = process.argv.slice(2).map(Number).filter(Boolean);
const rounds = 5;

/** From the beginning of the navigation to the first content, in milliseconds. */
const paint = `new Promise((done) => {
  const look = () => {
    const found = performance.getEntriesByName('first-contentful-paint')[0];
    if (found) done(found.startTime); else setTimeout(look, 20);
  };
  look();
})`;

const browser = await chromium.launch({
  executablePath: process.env.MART_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
say('models', ['generate', 'all bytes', 'first page', 'first paint', 'focus lineage', 'keystroke', 'all nodes']);
for (const models of sizes.length > 0 ? sizes : [10, 1000, 10_000]) await measure(models, browser);
await browser.close();
rmSync(work, { recursive: true, force: true });

async function measure(models: number, inside: Browser): Promise<void> {
  const folder = join(work, String(models));
  layeredProject(folder, models);
  const began = performance.now();
  execFileSync(process.execPath, [cli, 'docs', 'generate', '-q'], { cwd: folder });
  const generated = performance.now() - began;
  const site = join(folder, 'target/site');
  const address = pathToFileURL(join(site, 'index.html')).href;
  const name = modelName(Math.floor(models / 2));
  const paints: number[] = [];
  const focuses: number[] = [];
  const keys: number[] = [];
  const maps: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await inside.newPage();
    await page.goto(address);
    await page.locator('h1').waitFor();
    paints.push(await page.evaluate<number>(paint));
    focuses.push(await page.evaluate<number>(timed(`location.hash = '#/lineage?s=1%2B${name}%2B1'`, 'svg.picture')));
    maps.push(
      await page.evaluate<number>(timed(`location.hash = '#/lineage'`, models > 250 ? 'canvas' : 'svg.picture')),
    );
    await page.keyboard.press('/');
    await page.locator('dialog input').fill('m');
    await page.locator('.hit').first().waitFor();
    await page.waitForTimeout(500);
    for (const typed of ['mo', 'mod', 'mode', 'model', 'model_', `model_${models - 1}`, 'val', 'value'])
      keys.push(await page.evaluate<number>(keystroke(typed)));
    await page.close();
  }
  const first = ['index.html', 'app.js', 'app.css', 'data/index.js'].map((path) => statSync(join(site, path)).size);
  say(String(models), [
    `${(generated / 1000).toFixed(1)} s`,
    megabytes(bytes(site)),
    megabytes(first.reduce((sum, one) => sum + one, 0)),
    milliseconds(median(paints)),
    milliseconds(median(focuses)),
    `${milliseconds(median(keys))}, worst ${milliseconds(Math.max(...keys))}`,
    milliseconds(median(maps)),
  ]);
}

/** From doing something until what it brings is there and painted. */
function timed(action: string, selector: string): string {
  return `new Promise((done) => {
    const began = performance.now();
    ${action};
    const look = () => {
      if (document.querySelector(${JSON.stringify(selector)})) requestAnimationFrame(() => done(performance.now() - began));
      else setTimeout(look);
    };
    look();
  })`;
}

/** What a letter in the search costs until its hits are in the page, without the wait for the next frame. */
function keystroke(text: string): string {
  return `(async () => {
    const input = document.querySelector('dialog input');
    input.value = ${JSON.stringify(text)};
    const began = performance.now();
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await Promise.resolve();
    await new Promise((done) => queueMicrotask(done));
    document.body.getBoundingClientRect();
    return performance.now() - began;
  })()`;
}

function bytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(2)} MB`;
}

function say(models: string, figures: readonly string[]): void {
  process.stdout.write(`${models.padStart(7)}${figures.map((one) => one.padStart(24)).join('')}\n`);
}
