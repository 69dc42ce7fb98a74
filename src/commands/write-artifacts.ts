import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestJson } from '../artifacts/manifest.ts';
import type { Invocation } from '../artifacts/metadata.ts';
import { reportsJson } from '../artifacts/reports.ts';
import { runResultsJson } from '../artifacts/run-results.ts';
import { readJson, writeWhole } from '../artifacts/write.ts';
import { compiledPath } from '../check/node-place.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import type { Report } from '../nodes/report.ts';
import type { NodeResult } from '../nodes/result.ts';
import { compiledSql, hasSql } from './compiled-sql.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';

export function invocationOf(loaded: Loaded, effects: Effects): Invocation {
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

/** Writes `manifest.json`, unless the one that is there was written of the same state of the project. */
export function writeManifest(loaded: Loaded, effects: Effects): void {
  const path = join(targetFolder(loaded), 'manifest.json');
  const stamp = join(targetFolder(loaded), 'cache', 'manifest.txt');
  if (loaded.stamp !== null && existsSync(path) && textOf(stamp) === loaded.stamp) return;
  writeWhole(path, manifestJson(loaded.manifest, invocationOf(loaded, effects)));
  if (loaded.stamp !== null) writeIfChanged(stamp, loaded.stamp);
}

/** `target/compiled/` of nodes that were refused before anything ran. */
export function writeCompiled(loaded: Loaded, ids: Iterable<NodeId>): void {
  for (const id of ids) {
    const node = loaded.manifest.nodes.get(id);
    if (!node || !hasSql(node)) continue;
    const path = join(targetFolder(loaded), 'compiled', compiledPath(node));
    writeIfChanged(path, `${compiledSql(loaded.manifest, node)}\n`);
  }
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
  const before = textOf(path);
  if (before === text) return;
  if (before === null) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
