import { createHash } from 'node:crypto';
import { type Code, mark } from '../../nodes/code.ts';
import { isByPartition } from '../../nodes/config.ts';
import type { Manifest } from '../../nodes/manifest.ts';
import type { DataTest, Model, Node, NodeId, Seed } from '../../nodes/node.ts';
import { canonicalSql } from '../../sql/canonical.ts';
import { relationName } from '../../sql/relation.ts';
import type { Window } from '../plan.ts';

/** Everything that decides what a node's rows are, except what it reads. Each part is a short text or a hash. */
export interface Recipe {
  readonly code: string;
  readonly relation: string;
  /** Values by key, as JSON; keys that decide nothing are left out. */
  readonly config: Readonly<Record<string, string>>;
  readonly hooks: string;
  readonly contract: string;
  /** What the project's own hooks and the target's settings may set up. */
  readonly setting: string;
  readonly engine: string;
  readonly window: string;
  /** Of a model that is added to: `added`, or `anew` when its table was made; the two are not the same work. */
  readonly mode: '' | 'added' | 'anew';
  /** Of a view: where the tables stand that it names. */
  readonly names?: string;
  /** Where relations stand whose names are values: `'{{this}}' as made_by`. */
  readonly said?: string;
}

/** What of a project is behind a recipe; it decides nothing by itself and tells which edit it was. */
export interface Origin {
  readonly file: string;
  readonly macros: Readonly<Record<string, string>>;
  /** Values as JSON. */
  readonly vars: Readonly<Record<string, string>>;
}

export interface Kitchen {
  readonly manifest: Manifest;
  /** The engine and its version. */
  readonly engine: string;
  readonly window: Window;
  /** Those that were made already. */
  readonly recipes: Map<NodeId, Recipe>;
}

/** 22 characters of a SHA-256. */
export function digest(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Keys of the configuration that decide nothing about rows; hooks and contract are parts of their own. */
const idle = new Set([
  'enabled',
  'tags',
  'meta',
  'schema',
  'alias',
  'group',
  'inherit',
  'lint',
  'access',
  'full_refresh',
  'on_error',
  'pre_hook',
  'post_hook',
  'contract',
  'timeout',
  'report',
  'signal',
  'docs',
]);

/** A node's recipe, made once. */
export function recipeFor(kitchen: Kitchen, node: Model | Seed): Recipe {
  const recipe = kitchen.recipes.get(node.id) ?? recipeOf(kitchen, node);
  kitchen.recipes.set(node.id, recipe);
  return recipe;
}

function recipeOf(kitchen: Kitchen, node: Model | Seed): Recipe {
  const { config } = node;
  const text = node.resource === 'seed' ? '' : modelCode(node);
  const deciding = Object.entries(config).filter(([key, value]) => !idle.has(key) && isGiven(value));
  return {
    code: node.resource === 'seed' ? node.checksum.slice(0, 22) : digest(text),
    relation: relationName(node.relation),
    config: Object.fromEntries(deciding.map(([key, value]) => [key, JSON.stringify(value)])),
    hooks: hooksOf(node),
    contract: promised(node),
    setting: settingOf(kitchen.manifest),
    engine: kitchen.engine,
    window: kitchen.window.kind === 'all' ? '' : JSON.stringify(kitchen.window),
    mode: isAddedTo(kitchen.manifest, node) ? 'added' : '',
    ...namesIn(kitchen.manifest, node),
    ...saidIn(kitchen.manifest, node, text),
  };
}

/** A view is its text, with the names of its tables; who reads it does not care for them. */
function namesIn({ nodes }: Manifest, node: Model | Seed): Pick<Recipe, 'names'> {
  if (node.resource === 'seed' || node.config.materialized !== 'view') return {};
  return { names: digest(node.code.inputs.map((id) => nameIn(nodes, id))) };
}

function nameIn(nodes: Manifest['nodes'], id: NodeId): string {
  const input = nodes.get(id);
  return input && 'relation' in input && input.relation ? relationName(input.relation) : '';
}

/** What of SQL without comments is a string or a quoted name. */
const quoted = /\be'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|\$(\w*)\$[\s\S]*?\$\1\$/gi;

/** A name within a string is part of the rows; `text` has marks by the node that they stand for. */
function saidIn({ nodes }: Manifest, node: Model | Seed, text: string): Pick<Recipe, 'said'> {
  if (!text.includes('\uE000')) return {};
  const strings = [...text.matchAll(quoted)].flatMap(([string]) => [...string.matchAll(/\uE000([^\uE001]*)\uE001/g)]);
  const names = strings.flatMap(([, id = '']) => (id === 't0' ? relationName(node.relation) : nameIn(nodes, id)));
  return names.length === 0 ? {} : { said: digest(names) };
}

/** Whether the rows of a node depend on nothing but its code and what it reads. */
export function isPure(node: Model | Seed): boolean {
  if (node.resource === 'seed') return true;
  const { materialized } = node.config;
  return (
    materialized === 'view' || materialized === 'table' || (materialized === 'external' && !isByPartition(node.config))
  );
}

/** Whether a second build does other work than the first; one over delivered files alone finds them all loaded. */
function isAddedTo(manifest: Manifest, node: Model | Seed): boolean {
  if (node.resource === 'seed') return false;
  if (isByPartition(node.config)) return true;
  if (node.config.materialized !== 'incremental') return false;
  return !inputsOf(manifest, node).every((id) => {
    const input = manifest.nodes.get(id);
    return input?.resource === 'source' && input.files !== null;
  });
}

function isGiven(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** The SQL of a model on both sides of `is_incremental`, without what means nothing. */
export function modelCode({ code, incrementalCode }: Model): string {
  const both = incrementalCode ? [code, incrementalCode] : [code];
  return both.map(codeText).join('\n\uE000\n');
}

/** Marks by the node that they stand for, so that the order in which they came does not matter. */
function codeText({ text, inputs }: Code): string {
  return canonicalSql(text).replaceAll(/\uE000i(\d+)\uE001/g, (_, index) => `\uE000${inputs[Number(index)]}\uE001`);
}

/** A code again of what was kept of a model; null for one that had two sides. */
export function keptCode(text: string): Code | null {
  if (text.includes('\n\uE000\n')) return null;
  const inputs: NodeId[] = [];
  const marked = text.replaceAll(/\uE000([^\uE001]*)\uE001/g, (whole, name: string) => {
    if (/^[tavb]\d+$/.test(name)) return whole;
    const known = inputs.indexOf(name);
    return mark('i', known < 0 ? inputs.push(name) - 1 : known);
  });
  return { text: marked, inputs, map: [] };
}

function hooksOf({ preHooks, postHooks }: Model | Seed): string {
  if (preHooks.length + postHooks.length === 0) return '';
  return digest([preHooks.map(codeText), postHooks.map(codeText)]);
}

/** Declared types make a seed's columns; of a model they count when its contract is enforced. */
function promised(node: Model | Seed): string {
  const typed = node.columns.map(({ name, dataType, constraints }) => [name, dataType, constraints]);
  if (node.resource === 'seed') {
    const types = node.columns.flatMap(({ name, dataType }) => (dataType === null ? [] : [[name, dataType]]));
    return types.length === 0 ? '' : digest(types);
  }
  return node.config.contract.enforced ? digest([typed, node.constraints]) : '';
}

/** How much the engine may take decides nothing. */
const resources = new Set(['memory_limit', 'max_memory', 'threads', 'temp_directory', 'max_temp_directory_size']);
const settings = new WeakMap<Manifest, string>();

function settingOf(manifest: Manifest): string {
  const known = settings.get(manifest);
  if (known !== undefined) return known;
  const { target, onRunStart } = manifest;
  const own = Object.entries(target.settings).filter(([name]) => !resources.has(name.toLowerCase()));
  const setting = own.length + onRunStart.length === 0 ? '' : digest([own, onRunStart.map(codeText)]);
  settings.set(manifest, setting);
  return setting;
}

export function fingerprintOf(recipe: Recipe): string {
  return digest(recipe);
}

/** What is read by a node's codes, and what it says that it depends on; ephemeral models are in the code already. */
export function inputsOf(manifest: Manifest, node: Model | Seed | DataTest): readonly NodeId[] {
  const found = inputs.get(node) ?? inputsIn(manifest, node);
  inputs.set(node, found);
  return found;
}

const inputs = new WeakMap<Node, readonly NodeId[]>();

function inputsIn(manifest: Manifest, node: Model | Seed | DataTest): readonly NodeId[] {
  if (node.resource === 'seed') return hookInputs(node);
  const codes =
    node.resource === 'test' ? [node.code] : [node.code, ...(node.incrementalCode ? [node.incrementalCode] : [])];
  const read = codes.flatMap((code) => code.inputs);
  const named = node.dependsOn.filter((id) => {
    const parent = manifest.nodes.get(id);
    return parent?.resource === 'model'
      ? parent.config.materialized !== 'ephemeral'
      : parent?.resource === 'seed' || parent?.resource === 'source';
  });
  const all = new Set([...read, ...named, ...(node.resource === 'model' ? hookInputs(node) : [])]);
  all.delete(node.id);
  all.delete('');
  return [...all];
}

function hookInputs({ id, preHooks, postHooks }: Model | Seed): readonly NodeId[] {
  const all = new Set([...preHooks, ...postHooks].flatMap((hook) => hook.inputs));
  all.delete(id);
  return [...all];
}

/** Contents by the node that is read; null where nobody can tell. */
export type Contents = Readonly<Record<NodeId, string | null>>;

/** One hash of what is read; null where something of it is not known. */
export function inputsHash(contents: Contents): string | null {
  const all = Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1));
  return all.some(([, content]) => content === null) ? null : digest(all);
}

/** What rows come of a recipe and what it reads, where nothing else decides; where they stand does not matter. */
export function contentOf(recipe: Recipe, inputs: string): string {
  const { names: _, ...elsewhere } = recipe;
  return digest([fingerprintOf({ ...elsewhere, relation: '' }), inputs]);
}

/** Of rows that a run made and no other would make the same. */
export function newContent(invocation: string, id: NodeId): string {
  return digest([invocation, id]);
}

/** Of a test: its query and how it is judged. */
export function testFingerprint(test: DataTest, kitchen: Kitchen, stores: boolean, inputs: string): string {
  const { severity, error_if, warn_if, limit, fail_calc, store_failures_as } = test.config;
  const judged = [severity, error_if, warn_if, limit, fail_calc, stores ? (store_failures_as ?? 'table') : null];
  const { engine, window, manifest } = kitchen;
  return digest([codeText(test.code), judged, test.config.where, settingOf(manifest), engine, window, inputs]);
}

/** Of a unit test, by what decides how it ends; null where that is not known. */
export function unitFingerprint({ engine, manifest }: Kitchen, key: unknown): string | null {
  return key === null ? null : digest([key, settingOf(manifest), engine]);
}

/** A recipe as the ledger keeps it. */
export type KeptRecipe = Recipe & { readonly origin: Origin; readonly inputs: Contents };

/** The edits that could be behind a recipe. */
export function originOf(manifest: Manifest, node: Model | Seed): Origin {
  if (node.resource === 'seed') return { file: node.checksum.slice(0, 22), macros: {}, vars: {} };
  const macros = macrosOf(manifest, node.macros);
  const texts = [node.rawCode, ...macros.map((macro) => macro.text)];
  const names = new Set(
    texts.flatMap((text) => [...text.matchAll(/\bvar\s+["']([^"']+)["']/g)].map((found) => found[1])),
  );
  const vars = [...names].flatMap((name) =>
    name === undefined ? [] : [[name, JSON.stringify(manifest.vars[name] ?? null)]],
  );
  return {
    file: node.checksum.slice(0, 22),
    macros: Object.fromEntries(macros.map(({ name, text }) => [name, digest(text)])),
    vars: Object.fromEntries(vars),
  };
}

/** Macros by name with those that they use. */
function macrosOf(manifest: Manifest, names: readonly string[]): Manifest['macros'] {
  const byName = new Map(manifest.macros.map((macro) => [macro.name, macro]));
  const found = new Map<string, Manifest['macros'][number]>();
  const left = [...names];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const macro = byName.get(name);
    if (!macro || found.has(name)) continue;
    found.set(name, macro);
    left.push(...macro.macros);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
