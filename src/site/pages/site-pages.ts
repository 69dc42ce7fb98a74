import { createHash } from 'node:crypto';
import type { SiteFiles } from '../contract.ts';
import { markup } from './markup.ts';
import { dataBlock, dataScript } from './script.ts';

/** The program of the pages, as it was built. */
export interface Assets {
  readonly script: string;
  readonly style: string;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%231f6f6b'/%3E%3Cpath d='M8 10h6m4 6h6M8 22h6M14 10c4 0 0 6 4 6m-4 6c4 0 0-6 4-6' stroke='%23fff' stroke-width='2.4' fill='none' stroke-linecap='round'/%3E%3C/svg%3E";

/** A folder that opens by double-click: paths below it, and their texts. */
export function siteFolder(data: Partial<SiteFiles>, { script, style }: Assets): Map<string, string> {
  const head = `${policy("'self'", "'self'")}\n<link rel="stylesheet" href="app.css">`;
  const body = '<script src="app.js"></script>\n<script src="data/index.js"></script>';
  return new Map([
    ['index.html', page(data, head, body)],
    ['app.js', script],
    ['app.css', style],
    ...Object.entries(data).map(([name, value]) => [`data/${name}.js`, dataScript(name, value)] as const),
  ]);
}

/** The same in one file. */
export function singleFile(data: Partial<SiteFiles>, assets: Assets): string {
  const script = assets.script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const style = assets.style.replaceAll('</style', '<\\/style');
  const head = `${policy(hashOf(script), hashOf(style))}\n<style>${style}</style>`;
  const blocks = Object.entries(data).map(([name, value]) => dataBlock(name, value));
  return page(data, head, `${blocks.join('\n')}\n<script>${script}</script>`);
}

function page({ index }: Partial<SiteFiles>, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="mart">
<meta name="referrer" content="no-referrer">
<title>${markup(index?.project ?? '')}</title>
<link rel="icon" href="${icon}">
</head>
<body>
<div id="app"><noscript>These pages need JavaScript, which comes with them.</noscript></div>
${body}
</body>
</html>
`;
}

/** Nothing is loaded from elsewhere, nothing inline runs, nothing is sent. */
function policy(script: string, style: string): string {
  const rules = [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}">`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
