import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath, withoutChromium } from '../support/chromium.ts';

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error(withoutChromium);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What breaks WCAG 2.2 A and AA on a page, a line each; `only` some rules by name. */
export async function violations(page: Page, only: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const which = only.length > 0 ? { type: 'rule', values: only } : { type: 'tag', values: rules };
  const options = JSON.stringify({ runOnly: which, resultTypes: ['violations'], preload: false });
  const found = await page.evaluate<AxeResult>(`axe.run(document, ${options})`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** A page that tells of everything that goes wrong in it. */
export async function openPage(browser: Browser, options: Parameters<Browser['newPage']>[0] = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const trouble: string[] = [];
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const strange = (address: string) => !/^(?:file:|data:|http:\/\/127\.0\.0\.1:)/.test(address);
  page.on('requestfinished', (request) => strange(request.url()) && trouble.push(`loaded ${request.url()}`));
  page.on('requestfailed', (request) => {
    if (strange(request.url()) && request.failure()?.errorText !== 'csp') trouble.push(`asked for ${request.url()}`);
  });
  return { page, trouble };
}
