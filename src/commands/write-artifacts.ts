import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestJson } from '../artifacts/manifest.ts';
import type { Invocation } from '../artifacts/metadata.ts';
import { reportsJson } from '../artifacts/reports.ts';
import { runResultsJson } from '../artifacts/run-results.ts';
import { readJson, writeWhole } from '../artifacts/write.ts';
import { compiledPath } from '../check/node-place.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { Report } from '../nodes/report.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';

function invocationOf(loaded: Loaded, effects: Effects): Invocation {
  return {
    id: effects.invocation,
    startedAt: effects.now.toISOString(),
    version: effects.version,
    project: loaded.manifest.project,
    adapter: loaded.manifest.target.type,
  };
}

export function targetFolder(loaded: { readonly root: string; readonly manifest: Manifest }): string {
  return join(loaded.root, loaded.manifest.targetPath);
}

export function writeManifest(loaded: Loaded, effects: Effects): void {
  writeWhole(join(targetFolder(loaded), 'manifest.json'), manifestJson(loaded.manifest, invocationOf(loaded, effects)));
}

/** `run_results.json`, the SQL of every node in `target/compiled/`, and in `target/run/` what was made of it. */
export function writeResults(
  loaded: Loaded,
  effects: Effects,
  results: readonly NodeResult[],
  seconds: number,
  args: Readonly<Record<string, unknown>>,
): void {
  const folder = targetFolder(loaded);
  for (const result of results) {
    const node = loaded.manifest.nodes.get(result.id);
    if (!node || result.compiled === null) continue;
    const path = compiledPath(node);
    writeIfChanged(join(folder, 'compiled', path), `${result.compiled}\n`);
    writeIfChanged(join(folder, 'run', path), `-- ${result.kind} ${result.relation ?? ''}\n${result.compiled}\n`);
  }
  writeWhole(join(folder, 'run_results.json'), runResultsJson(invocationOf(loaded, effects), results, seconds, args));
}

/** `reports.json`: what this run read, and what earlier runs read of the other models that still have reports. */
export function writeReports(loaded: Loaded, effects: Effects, reports: readonly Report[]): void {
  const path = join(targetFolder(loaded), 'reports.json');
  const before = readJson(path);
  if (reports.length === 0 && before === undefined) return;
  writeWhole(path, reportsJson(loaded.manifest, invocationOf(loaded, effects), reports, before));
}

/** A text for reading: it need not be whole at every instant, and most are the same as last time. */
export function writeIfChanged(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {
    mkdirSync(dirname(path), { recursive: true });
  }
  writeFileSync(path, text);
}
