import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DiagnosticError, hasErrors } from '../diagnostics/diagnostic.ts';
import { siteFolder } from '../site/pages/site-pages.ts';
import { replaceFolder } from './docs-folder.ts';
import { docsServer } from './docs-server.ts';
import { makeSiteData, siteAssets } from './docs-site.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { DocsServeOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { targetFolder } from './write-artifacts.ts';

const pause = 300;
const watched = ['manifest.json', 'run_results.json', 'sources.json', 'reports.json'];

/** Generates the site, serves it until it is interrupted, and generates it again when the target's artifacts change. */
export async function docsServe(options: DocsServeOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const server = await docsServer(options.host, options.port);
  try {
    const began = effects.clock();
    server.show(await generated(loaded, options, effects));
    effects.say(`${server.address}  Ctrl-C stops it`);
    if (options.open) openBrowser(server.address, effects);
    for (let seen = stamp(loaded); !effects.signal.aborted; ) {
      await wait(pause, null, { signal: effects.signal }).catch(() => {});
      if (effects.signal.aborted || stamp(loaded) === seen) continue;
      const now = new Date(effects.now.getTime() + effects.clock() - began);
      const files = await again(options, { ...effects, now });
      if (files) server.show(files);
      seen = stamp(loaded);
    }
    return outcome(0, { diagnostics: loaded.diagnostics, readText });
  } finally {
    await server.close();
  }
}

async function generated(
  loaded: Loaded,
  options: DocsServeOptions,
  effects: Effects,
): Promise<ReadonlyMap<string, string>> {
  const { data, notes } = await makeSiteData(loaded, effects, options.slim);
  for (const note of notes) effects.say(note);
  const files = siteFolder(data, siteAssets());
  replaceFolder(join(targetFolder(loaded), 'site'), files);
  return files;
}

/** null while the project is wrong: then the old pages stay. */
async function again(options: DocsServeOptions, effects: Effects): Promise<ReadonlyMap<string, string> | null> {
  try {
    const loaded = await load(options, effects);
    if (hasErrors(loaded.diagnostics)) throw new DiagnosticError(loaded.diagnostics);
    const files = await generated(loaded, options, effects);
    effects.say('generated again');
    return files;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    effects.say(`the old pages stay: ${error.diagnostics[0]?.message ?? ''}`);
    return null;
  }
}

/** Changes when one of the artifacts does. */
function stamp(loaded: Loaded): string {
  const folder = targetFolder(loaded);
  return watched.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0).join();
}

function openBrowser(address: string, effects: Effects): void {
  const program = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const child = spawn(program, [address], { stdio: 'ignore', detached: true });
  child.on('error', () => effects.say(`no browser could be opened: go to ${address}`));
  child.unref();
}
