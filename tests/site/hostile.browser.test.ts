import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { openBrowser, openPage } from './browser.ts';
import { type BuiltSite, builtShop } from './shop.ts';

/** What has broken other pages: markup, handlers, addresses that run, ends of scripts and of strings, entities. */
const corpus = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '<img src=x onerror=alert(3)>',
  '<svg/onload=alert(4)>',
  '"><iframe src="javascript:alert(5)"></iframe>',
  '[click](javascript:alert(6))',
  '[click](  JaVaScRiPt:alert(7))',
  '[click](data:text/html;base64,PHNjcmlwdD5hbGVydCg4KTwvc2NyaXB0Pg==)',
  '![x](https://example.com/"onerror="alert(9))',
  '<a href="vbscript:alert(10)">x</a>',
  "';alert(11);//",
  '\\";alert(12);//',
  '<!--<script>alert(13)</script>',
  '&lt;script&gt;alert(14)&lt;/script&gt;',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(15)>',
  '`<script>alert(16)</script>`',
  '<details open ontoggle=alert(17)>',
  '{{constructor.constructor("alert(18)")()}}',
  '\u2028alert(19)\u2029',
  '<style>*{display:none}</style><base href="https://example.com/">',
  '<meta http-equiv="refresh" content="0;url=https://example.com/">',
  '<https://example.com/?<script>alert(20)</script>>',
];

const quoted = (text: string) => JSON.stringify(text);
const columns = corpus.map((_, at) => `c${at}`);

const hostile = {
  'seeds/values.csv': `id,said\n${corpus.map((text, at) => `${at},"${text.replaceAll('"', '""')}"`).join('\n')}\n`,
  'models/bad.sql': `/* ${corpus.join(' ').replaceAll('{{', '{ {').replaceAll('*/', '')} */
select ${columns.map((name) => `1 as ${name}`).join(', ')}, 2 as "<img src=x onerror=alert(21)>"
`,
  'models/bad.yml': `models:
  - name: bad
    description: ${quoted(corpus.join('\n\n'))}
    config: { tags: [${quoted(corpus[2] ?? '')}], meta: { owner: ${quoted(corpus[1] ?? '')} } }
    columns:
${corpus.map((text, at) => `      - { name: c${at}, description: ${quoted(text)} }`).join('\n')}
exposures:
  - name: link
    type: dashboard
    label: ${quoted(corpus[0] ?? '')}
    url: "javascript:alert(22)"
    owner: { name: ${quoted(corpus[3] ?? '')} }
    depends_on: [ref('bad')]
`,
  'tests/rows.sql': 'select said from {{ref "values"}}\n',
};

let browser: Browser;
let sites: readonly BuiltSite[];

beforeAll(async () => {
  browser = await openBrowser();
  const folder = await builtShop(hostile);
  await mart(['docs', 'generate', '--single-file'], folder.folder);
  sites = [folder, { ...folder, address: folder.address.replace('/site/index.html', '/site.html') }];
});
afterAll(async () => {
  await browser?.close();
  sites?.[0]?.remove();
});

test.each([0, 1])('what is not ours stays text, in a folder and in one file (%i)', async (at) => {
  const { page, trouble } = await openPage(browser);
  const pages = ['', 'nodes', 'node/bad', 'node/values', 'node/exposure:link', 'lineage?s=%2Bbad%2B', 'column/bad/c0'];
  const more = [
    'run',
    'tests',
    'health',
    'erd',
    `nodes?q=${encodeURIComponent(corpus[2] ?? '')}`,
    `node/${encodeURIComponent(corpus[2] ?? '')}`,
  ];
  for (const hash of [...pages, ...more, `lineage?s=${encodeURIComponent(corpus[1] ?? '')}`]) {
    await page.goto(`${sites[at]?.address}#/${hash}`);
    await page.locator('h1').waitFor();
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    expect(
      await page.locator('#app :is(script, iframe, object, embed, base, meta, style, form:not(.filters), img)').count(),
      hash,
    ).toBe(0);
    const running = await page
      .locator('#app a')
      .evaluateAll((all) =>
        all.map((one) => one.getAttribute('href') ?? '').filter((href) => !/^(?:#|https:\/\/example\.com)/.test(href)),
      );
    expect(running, hash).toEqual([]);
  }
  await page.goto(`${sites[at]?.address}#/node/bad`);
  await page.locator('.markdown').waitFor();
  const shown = await page.locator('main').textContent();
  for (const text of ['<script>alert(1)</script>', '<img src=x onerror=alert(3)>', "';alert(11);//"])
    expect(shown).toContain(text);
  await page.goto(`${sites[at]?.address}#/tests`);
  await expect.poll(async () => (await page.locator('.sample').allTextContents()).join()).toContain(corpus[0]);
  await page.keyboard.press('/');
  await page.keyboard.type('<script>alert');
  await page.locator('.hit').first().waitFor();
  expect(trouble).toEqual([]);
  await page.close();
});

test('nothing inline runs, and nothing is loaded from elsewhere: the policy of the page says so', async () => {
  for (const site of sites) {
    const { page, trouble } = await openPage(browser);
    await page.goto(site.address);
    await page.locator('h1').waitFor();
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "ran"';
      document.body.append(script);
      const picture = document.createElement('img');
      picture.src = 'https://example.com/picture.png';
      document.body.append(picture);
    })()`);
    await page.waitForTimeout(100);
    expect(await page.title()).toBe('shop');
    expect(trouble.filter((line) => !line.includes('Content Security Policy'))).toEqual([]);
    expect(trouble).toHaveLength(2);
    await page.close();
  }
});
