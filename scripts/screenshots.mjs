// Takes the pictures of the documentation pages for docs/images: of the factory, built anew in a folder of its own.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const shots = [
  ['lineage', 'lineage?s=1%2Bproduction_batches%2B1', 'light'],
  ['model', 'node/dim_machine', 'light'],
  ['column', 'column/fact_energy/energy_kwh', 'dark'],
  ['run', 'run', 'light'],
  ['tables', 'erd', 'dark'],
  ['scoreboard', 'reports', 'light', 'h2:has-text("scoreboard")'],
];

const folder = mkdtempSync(join(tmpdir(), 'factory-'));
for (const path of ['project.yml', 'models', 'seeds', 'macros', 'generators', 'tests/data', 'package.json']) {
  cpSync(path, join(folder, path), { recursive: true });
}
for (const path of ['src', 'node_modules', 'dist']) symlinkSync(resolve(path), join(folder, path));
const mart = (...args) => execFileSync(process.execPath, [resolve('dist/cli.js'), ...args], { cwd: folder });
mart('build', '-q');
mart('docs', 'generate', '-q');

const executablePath = process.env.MART_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
mkdirSync('docs/images', { recursive: true });
for (const [name, hash, colorScheme, at] of shots) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 700 }, deviceScaleFactor: 1.5 });
  await page.goto(`${pathToFileURL(join(folder, 'target/site/index.html')).href}#/${hash}`);
  await page.locator('h1').waitFor();
  await page.waitForTimeout(300);
  if (at) await page.locator(at).evaluate((heading) => window.scrollTo(0, heading.offsetTop - 80));
  const png = (await page.screenshot()).toString('base64');
  const webp = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.8).split(',')[1];
  }, png);
  writeFileSync(`docs/images/${name}.webp`, Buffer.from(webp, 'base64'));
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
