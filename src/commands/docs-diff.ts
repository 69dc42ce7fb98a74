import { join } from 'node:path';
import { catalogJson } from '../artifacts/catalog.ts';
import { manifestJson } from '../artifacts/manifest.ts';
import { readJson } from '../artifacts/write.ts';
import { DiagnosticError, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { descendants } from '../graph/reach.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName } from '../nodes/node.ts';
import { compare } from '../site/diff/compare.ts';
import { diffMarkdown } from '../site/diff/markdown.ts';
import { readState, type State } from '../site/diff/state.ts';
import { isShown } from '../site/shown.ts';
import { lineageJson } from './docs-site.ts';
import type { Effects } from './effects.ts';
import { projectLineage } from './lineage-project.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { DocsDiffOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { stateFolder, stateManifest } from './read-state.ts';
import { invocationOf } from './write-artifacts.ts';

/** What changed between the artifacts in `--state` and the project as it is. */
export async function docsDiff(options: DocsDiffOptions, effects: Effects): Promise<Outcome> {
  const before = stateOf(options.state, effects);
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const difference = compare(before, await stateNow(loaded, effects), below(manifest));
  const stdout =
    options.format === 'json' ? `${JSON.stringify(difference, null, 1)}\n` : diffMarkdown(manifest.project, difference);
  return outcome(0, { stdout, diagnostics: loaded.diagnostics, readText });
}

function stateOf(folder: string | null, effects: Effects): State {
  if (folder === null) {
    const help = 'name a copy of an earlier target/: `mart docs diff --state folder`';
    throw new DiagnosticError([diagnostic('M118', '`mart docs diff` needs an earlier state', { help })]);
  }
  const read = (name: string) => readJson(join(stateFolder(folder, effects), name));
  return readState(stateManifest(folder, effects), read('catalog.json'), read('lineage.json'));
}

/** The project as it is, by way of the same artifacts: both sides are read alike. */
async function stateNow(loaded: Loaded, effects: Effects): Promise<State> {
  const { manifest } = loaded;
  const lineage = await projectLineage(loaded, effects);
  const invocation = invocationOf(loaded, effects);
  return readState(
    JSON.parse(manifestJson(manifest, invocation)),
    JSON.parse(catalogJson(manifest, invocation, (id) => lineage.get(id)?.columns)),
    JSON.parse(lineageJson(manifest, lineage)),
  );
}

function below(manifest: Manifest): (name: string) => readonly string[] {
  const ids = new Map([...manifest.nodes.values()].map((node) => [displayName(node), node.id]));
  return (name) =>
    [...descendants(manifest.graph, [ids.get(name) ?? ''])].flatMap((id) => {
      const node = manifest.nodes.get(id);
      return node && isShown(node) ? [displayName(node)] : [];
    });
}
