import { chmodSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../artifacts/write.ts';
import type { ModelLineage } from '../check/lineage.ts';
import { edited, together } from '../lint/edit.ts';
import { type Finding, fixKey } from '../lint/finding.ts';
import type { Model } from '../nodes/node.ts';
import { readYaml } from '../source/yaml-read.ts';
import type { Effects } from './effects.ts';
import { isWholeProject, type OpenLint, openLint } from './lint-project.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { LintOptions } from './options.ts';
import { refitModel } from './refit-model.ts';
import { selectNodes } from './select-nodes.ts';

export interface Fixed {
  /** The project as it is now. */
  readonly loaded: Loaded;
  /** How many findings are gone. */
  readonly fixed: number;
  /** Why fixes were not made, by what makes a finding the same. */
  readonly withdrawn: ReadonlyMap<string, string>;
}

/** One fix may uncover another, never many. */
const mostRounds = 20;

/**
 * Makes the edits that findings ask for. Each file is written only after the engine has seen its new text: the columns
 * of its model, their types and their lineage are those of the old one.
 */
export async function fixAll(first: Loaded, options: LintOptions, effects: Effects): Promise<Fixed> {
  const withdrawn = new Map<string, string>();
  let loaded = first;
  let fixed = 0;
  for (let round = 0; round < mostRounds; round++) {
    const made = await fixRound(loaded, options, effects, withdrawn);
    if (made === 0) break;
    fixed += made;
    loaded = await load(options, effects);
  }
  return { loaded, fixed, withdrawn };
}

async function fixRound(
  loaded: Loaded,
  options: LintOptions,
  effects: Effects,
  withdrawn: Map<string, string>,
): Promise<number> {
  const open = await openLint(loaded, effects);
  try {
    const { ids } = await selectNodes(loaded, options, effects);
    const files = new Map<string, Finding[]>();
    for (const { finding } of await open.lint(ids, isWholeProject(options))) {
      if (finding.fix === null || withdrawn.has(fixKey(finding))) continue;
      files.set(finding.place.file, [...(files.get(finding.place.file) ?? []), finding]);
    }
    let made = 0;
    for (const [file, findings] of files) made += await fixFile(loaded, effects, open, file, findings, withdrawn);
    return made;
  } finally {
    await open.close();
  }
}

/** Makes the edits of one file, all at once if that changes nothing else, else those that by themselves do not. */
async function fixFile(
  loaded: Loaded,
  effects: Effects,
  open: OpenLint,
  file: string,
  findings: readonly Finding[],
  withdrawn: Map<string, string>,
): Promise<number> {
  const text = loaded.readText(file) ?? '';
  const wrong = (some: readonly Finding[]) =>
    whatChanges(loaded, effects, open, file, text, edited(text, together(some).edits));
  const all = together(findings).findings;
  let kept = all;
  if ((await wrong(all)) !== null) {
    kept = [];
    for (const finding of all) {
      const why = await wrong([...kept, finding]);
      if (why === null) kept = [...kept, finding];
      else withdrawn.set(fixKey(finding), why);
    }
  }
  if (kept.length === 0) return 0;
  const refused = write(join(loaded.root, file), text, edited(text, together(kept).edits));
  if (refused === null) return kept.length;
  for (const finding of kept) withdrawn.set(fixKey(finding), refused);
  return 0;
}

/** What else than the finding a new text would change; null for nothing. */
async function whatChanges(
  loaded: Loaded,
  effects: Effects,
  open: OpenLint,
  file: string,
  text: string,
  next: string,
): Promise<string | null> {
  const values = [text, next].map((one) => JSON.stringify(readYaml({ path: file, text: one }).value));
  if (/\.ya?ml$/i.test(file)) return values[0] === values[1] ? null : 'the file would say something else';
  const models = [...loaded.manifest.nodes.values()].filter((node) => node.resource === 'model' && node.path === file);
  const [model] = models as Model[];
  if (!model) return 'it is in no file of a model';
  const patched = refitModel(await loaded.scope(), model, next);
  if (!patched) return 'the template would read something else';
  const nodes = new Map(loaded.manifest.nodes).set(model.id, patched);
  const after = await openLint({ ...loaded, manifest: { ...loaded.manifest, nodes } }, effects);
  try {
    const columns = [open, after].map(({ checked }) => JSON.stringify(checked.columns.get(model.id)));
    if (columns[1] === undefined) return 'the engine would refuse the model';
    if (columns[0] !== columns[1]) return 'the model would have other columns';
    const [was, is] = [await open.lineageOf(model), await after.lineageOf(patched)];
    if (was.unknown !== null) return `its lineage cannot be compared: ${was.unknown}`;
    return comparable(was) === comparable(is) ? null : 'its columns would come from other columns';
  } finally {
    await after.close();
  }
}

/** Lineage without the order in which columns are met. */
function comparable({ columns, rows, unknown }: ModelLineage): string {
  const sorted = (all: ModelLineage['rows']) => all.map(({ id, column }) => `${id} ${column.toLowerCase()}`).sort();
  return JSON.stringify([columns.map((one) => ({ ...one, from: sorted(one.from) })), sorted(rows), unknown]);
}

/** Writes a file that is still what was read; else says why not. */
function write(path: string, text: string, next: string): string | null {
  try {
    const place = realpathSync(path);
    const now = readFileSync(place, 'utf8');
    const mark = now.startsWith('\uFEFF') ? '\uFEFF' : '';
    if (now !== mark + text) return 'the file was changed in the meantime';
    const { mode } = statSync(place);
    writeWhole(place, mark + next);
    chmodSync(place, mode);
    return null;
  } catch (error) {
    return `the file cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
