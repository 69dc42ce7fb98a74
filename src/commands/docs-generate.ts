import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeWhole } from '../artifacts/write.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { SiteIndex } from '../site/contract.ts';
import { coverageOf, docsPercent, testsPercent } from '../site/coverage.ts';
import { singleFile, siteFolder } from '../site/pages/site-pages.ts';
import { replaceFolder } from './docs-folder.ts';
import { makeSiteData, siteAssets } from './docs-site.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { DocsGenerateOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { targetFolder } from './write-artifacts.ts';

/** Writes the site into `target/site/`, or into `target/site.html`. */
export async function docsGenerate(options: DocsGenerateOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const { data, notes } = await makeSiteData(loaded, effects, options.slim);
  const page = options.singleFile ? 'site.html' : 'site/index.html';
  const folder = targetFolder(loaded);
  if (options.singleFile) writeWhole(join(folder, page), singleFile(data, siteAssets()));
  else replaceFolder(join(folder, 'site'), siteFolder(data, siteAssets()));
  const { nodes } = data.index as SiteIndex;
  const coverage = coverageOf(nodes);
  const [docs, tests] = [docsPercent(coverage), testsPercent(coverage)];
  const short = [
    ...tooLittle('described', docs, options.failUnder.docs),
    ...tooLittle('tested', tests, options.failUnder.tests),
  ];
  return outcome(short.length > 0 ? 1 : 0, {
    notes: [
      ...notes,
      `${nodes.name.length} ${nodes.name.length === 1 ? 'node' : 'nodes'} in ${pathToFileURL(join(folder, page))}`,
      `described ${docs} % · tested ${tests} %`,
    ],
    diagnostics: [...loaded.diagnostics, ...short],
    readText,
  });
}

function tooLittle(what: string, percent: number, least: number | null): Diagnostic[] {
  if (least === null || percent >= least) return [];
  const [flag, of] =
    what === 'tested' ? ['tests', 'the nodes have a test'] : ['docs', 'nodes and columns are described'];
  return [
    diagnostic('M150', `${percent} % of ${of}, less than ${least} %`, {
      help: `the page Health of the site lists what is missing, or lower \`--fail-under ${flag}=${least}\``,
    }),
  ];
}
