import type { Manifest } from '../../nodes/manifest.ts';
import { displayName, type Model, type NodeId, type Seed } from '../../nodes/node.ts';
import type { Reason } from './judge.ts';
import { type Contents, type KeptRecipe, type Kitchen, type Origin, originOf, recipeFor } from './recipe.ts';

export interface Case {
  readonly kitchen: Kitchen;
  readonly node: Model | Seed;
  readonly reason: Reason;
  /** The recipe of the last build, as JSON; null where there is none. */
  readonly recipe: string | null;
  readonly contents: Contents;
  /** Whether its last version stands, while intervals or hooks after it are left to do. */
  readonly isUnfinished: boolean;
  /** Whether a node is to be built as well. */
  readonly isBuilt: (id: NodeId) => boolean;
}

/** Why a node is to be built, in words, the most telling first. */
export function explain({ kitchen, node, reason, recipe, contents, isUnfinished, isBuilt }: Case): readonly string[] {
  const { manifest } = kitchen;
  switch (reason.kind) {
    case 'asked':
      return ['everything is built: `--force` or `--full-refresh`'];
    case 'never built':
      return [isUnfinished ? 'its last build was not finished' : 'it was never built here'];
    case 'gone':
      return moved(kitchen, node, kept(recipe)) ?? ['its relation is gone'];
    case 'changed':
      return [reason.about ?? 'its relation was changed by other hands'];
    case 'unsteady':
      return [reason.about ?? 'it may give something else each time'];
    case 'unknown input':
      return [unknownInput(manifest, reason.about ?? '', isBuilt)];
    case 'recipe':
      return edits(kitchen, node, kept(recipe));
    case 'input':
      return changedInputs(manifest, contents, kept(recipe)?.inputs ?? {}, isBuilt);
  }
}

function moved(kitchen: Kitchen, node: Model | Seed, before: KeptRecipe | null): readonly string[] | null {
  const { relation } = recipeFor(kitchen, node);
  return before && before.relation !== relation ? [`its relation: ${before.relation} → ${relation}`] : null;
}

function kept(recipe: string | null): KeptRecipe | null {
  return recipe === null ? null : (JSON.parse(recipe) as KeptRecipe);
}

function unknownInput(manifest: Manifest, id: NodeId, isBuilt: (id: NodeId) => boolean): string {
  const input = nameOf(manifest, id);
  return isBuilt(id) ? `\`${input}\` is built` : `nobody can tell whether \`${input}\` is what it was`;
}

function edits(kitchen: Kitchen, node: Model | Seed, before: KeptRecipe | null): readonly string[] {
  if (!before) return ['its last build left no record of what it was'];
  const now = recipeFor(kitchen, node);
  const said: string[] = [];
  if (before.code !== now.code) said.push(...codeEdits(kitchen.manifest, node, before.origin));
  for (const key of new Set([...Object.keys(before.config), ...Object.keys(now.config)])) {
    const [was, is] = [before.config[key] ?? 'not set', now.config[key] ?? 'not set'];
    if (was !== is) said.push(`\`${key}\`: ${was} → ${is}`);
  }
  said.push(...(moved(kitchen, node, before) ?? []));
  const isNamedAnew = (before.names && now.names && before.names !== now.names) || before.said !== now.said;
  if (before.code === now.code && isNamedAnew) said.push('a table that it names stands elsewhere');
  if (before.hooks !== now.hooks) said.push('its hooks were edited');
  if (before.contract !== now.contract) said.push('its contract was edited');
  if (before.setting !== now.setting) said.push('settings of the target or `on-run-start` were edited');
  if (before.engine !== now.engine) said.push(`the engine: ${before.engine} → ${now.engine}`);
  if (before.window !== now.window) said.push('its last build saw only some of the rows');
  if (said.length === 0 && before.mode !== now.mode) return ['it was made anew, and has not been added to since'];
  return said.length > 0 ? said : ['its inputs are others'];
}

/** Which edit it was that changed the compiled SQL. */
function codeEdits(manifest: Manifest, node: Model | Seed, before: Origin): readonly string[] {
  const now = originOf(manifest, node);
  const said = before.file === now.file ? [] : [`\`${node.path}\` was edited`];
  const paths = new Map(manifest.macros.map(({ name, path }) => [name, path]));
  for (const [name, digest] of Object.entries(now.macros)) {
    const was = before.macros[name];
    if (was !== undefined && was !== digest) said.push(`\`${paths.get(name) ?? name}\` was edited`);
  }
  for (const [name, value] of Object.entries(now.vars)) {
    const was = before.vars[name];
    if (was !== undefined && was !== value) said.push(`\`var ${name}\`: ${was} → ${value}`);
  }
  return said.length > 0 ? said : ['its compiled SQL is another one'];
}

function changedInputs(
  manifest: Manifest,
  now: Contents,
  before: Contents,
  isBuilt: (id: NodeId) => boolean,
): readonly string[] {
  const changed = Object.keys(now).filter((id) => now[id] !== before[id]);
  return changed.map((id) => {
    const input = manifest.nodes.get(id);
    const name = nameOf(manifest, id);
    if (!(id in before)) return `\`${name}\` is a new input`;
    if (input?.resource === 'source') return `${input.files ? 'files' : 'rows'} of \`${name}\` have changed`;
    return isBuilt(id) ? `\`${name}\` is built` : `\`${name}\` was built since`;
  });
}

function nameOf(manifest: Manifest, id: NodeId): string {
  const node = manifest.nodes.get(id);
  return node ? displayName(node) : id;
}
