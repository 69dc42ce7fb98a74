import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogJson } from '../artifacts/catalog.ts';
import { writeWhole } from '../artifacts/write.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import type { SiteFiles } from '../site/contract.ts';
import { siteData } from '../site/data/site-data.ts';
import type { Assets } from '../site/pages/site-pages.ts';
import { compiledSql } from './compiled-sql.ts';
import { readRecords } from './docs-records.ts';
import type { Effects } from './effects.ts';
import { type NodeLineage, projectLineage } from './lineage-project.ts';
import { modelsJson, namer } from './lineage-text.ts';
import type { Loaded } from './loaded.ts';
import { ofPackage } from './package-folder.ts';
import { invocationOf, targetFolder, writeManifest } from './write-artifacts.ts';

/** The data of the pages, from a compiled project and what is known of its runs. Writes manifest, catalog and lineage, too. */
export async function makeSiteData(
  loaded: Loaded,
  effects: Effects,
  slim: boolean,
): Promise<{ readonly data: Partial<SiteFiles>; readonly notes: readonly string[] }> {
  const { manifest } = loaded;
  const lineage = await projectLineage(loaded, effects);
  const { notes, ...records } = await readRecords(loaded, effects);
  writeManifest(loaded, effects);
  const catalog = catalogJson(manifest, invocationOf(loaded, effects), (id) => lineage.get(id)?.columns);
  writeWhole(join(targetFolder(loaded), 'catalog.json'), catalog);
  writeWhole(join(targetFolder(loaded), 'lineage.json'), lineageJson(manifest, lineage));
  const data = siteData({
    manifest,
    version: effects.version,
    generatedAt: effects.now.toISOString(),
    slim,
    lineage,
    compiled: (node) => compiledSql(manifest, node),
    ...records,
  });
  return { data, notes };
}

/** `lineage.json` as `mart lineage` writes it. */
export function lineageJson(manifest: Manifest, lineage: ReadonlyMap<NodeId, NodeLineage>): string {
  const traced = [...manifest.nodes.values()].flatMap((model) => {
    const found = lineage.get(model.id);
    if (model.resource !== 'model' || !found) return [];
    const columns = found.columns.map((column) => ({ ...column, kind: column.kind ?? 'derived' }) as const);
    return [{ model, lineage: { ...found, columns } }];
  });
  return modelsJson(traced, namer(manifest));
}

/** The program of the pages, which is part of the package. */
export function siteAssets(): Assets {
  const folder = ofPackage('dist/site');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { script: read('app.js'), style: read('app.css') };
}
