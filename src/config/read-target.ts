import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Target } from '../nodes/manifest.ts';
import {
  child,
  type Entry,
  entryOf,
  flag,
  has,
  isMapping,
  missing,
  onlyKeys,
  record,
  text,
  texts,
  wrong,
} from './entry.ts';
import { inside, report } from './reading.ts';

/** Evaluates `{{env "X"}}` in a value of a target; its findings get the value's place. */
export type ValueTemplate = (text: string) => {
  readonly value: unknown;
  readonly diagnostics: readonly Pick<Diagnostic, 'code' | 'message' | 'help'>[];
};

const keys = ['type', 'path', 'schema', 'schema_prefix', 'threads', 'settings', 'reuse', 'url'];
const helps = {
  database: 'a target is one database file: use `path`',
  extensions: 'take it away: what the engine has is built in',
  attach: 'take it away: a target is one database file',
  secrets: 'write them as `settings`',
  filesystems: 'take it away: files are read from the disk',
  plugins: 'take it away: TypeScript helpers live in `macros/*.ts`',
  external_root: 'give the model a `location`',
  config_options: 'write them as `settings`',
};
const example = 'write `targets: {dev: {type: duckdb, path: target/dev.duckdb}}`';

/** Stands in where no target can be read; its project has errors, so it is never opened. */
const none: Target = {
  name: 'none',
  type: 'duckdb',
  path: ':memory:',
  schema: 'main',
  schemaPrefix: false,
  threads: 4,
  reuse: [],
  settings: {},
};

/** The target that is asked for, else the project's own, and the names of all. */
export function readTargets(
  project: Entry,
  wanted: string | undefined,
  valueTemplate: ValueTemplate,
): { readonly target: Target; readonly names: readonly string[] } {
  const targets = child(project, 'targets');
  if (!targets) {
    if (!has(project, 'targets')) missing(project, 'project.yml', 'targets', example);
    return { target: none, names: [] };
  }
  const names = Object.keys(targets.values);
  const name = chosen(project, names, wanted);
  let target = none;
  for (const one of names) {
    const entry = entryOf(project.reading, targets.values[one], inside(targets.place, one), `the target \`${one}\``);
    if (!entry) continue;
    if (one === name) target = readTarget(rendered(entry, valueTemplate), one, names);
    else checkOther(entry, one);
  }
  return { target, names };
}

function chosen(project: Entry, names: readonly string[], wanted: string | undefined): string | null {
  const name = wanted ?? text(project, 'target') ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    if (names.length === 0) missing(project, 'project.yml', 'targets', example);
    else if (!has(project, 'target')) {
      missing(project, 'project.yml', 'target', `say which is meant: \`target: ${names[0]}\`, or use \`--target\``);
    }
    return null;
  }
  if (names.includes(name)) return name;
  const help = didYouMean(name, names) ?? `the targets are ${names.map((one) => `\`${one}\``).join(', ')}`;
  const message = `there is no target \`${name}\``;
  if (wanted === undefined) report(project.reading, 'M109', message, inside(project.place, 'target'), { help });
  else project.reading.diagnostics.push(diagnostic('M109', message, { help }));
  return null;
}

/** A target that is not used: its shape only, and only of the engine whose keys are known. */
function checkOther(entry: Entry, name: string): void {
  if (entry.values.type !== 'duckdb') return;
  onlyKeys(entry, `the target \`${name}\``, keys, helps);
}

function readTarget(entry: Entry, name: string, names: readonly string[]): Target {
  const what = `the target \`${name}\``;
  if (!has(entry, 'type')) missing(entry, what, 'type', 'write `type: duckdb`');
  const type = text(entry, 'type') ?? 'duckdb';
  if (type !== 'duckdb') {
    report(entry.reading, 'M114', `\`type: ${type}\` is not yet supported`, inside(entry.place, 'type'), {
      help: didYouMean(type, ['duckdb']) ?? 'use `duckdb`',
    });
    return { ...none, name, type };
  }
  onlyKeys(entry, what, keys, helps);
  if (has(entry, 'url')) {
    report(entry.reading, 'M113', '`url` is for other engines than duckdb', inside(entry.place, 'url'), {
      part: 'key',
      help: 'name the database file with `path`',
    });
  }
  if (!has(entry, 'path')) missing(entry, what, 'path', 'name the database file: `path: target/dev.duckdb`');
  return {
    name,
    type,
    path: filled(entry, 'path') ?? none.path,
    schema: filled(entry, 'schema') ?? none.schema,
    schemaPrefix: flag(entry, 'schema_prefix') ?? false,
    threads: readThreads(entry),
    reuse: readReuse(entry, names),
    settings: readSettings(entry),
  };
}

function filled(entry: Entry, key: string): string | null {
  const value = text(entry, key);
  if (value === null || value.trim() !== '') return value;
  report(entry.reading, 'M104', `\`${key}\` is empty`, inside(entry.place, key));
  return null;
}

function readThreads(entry: Entry): number {
  if (!has(entry, 'threads')) return none.threads;
  const { threads } = entry.values;
  if (typeof threads === 'number' && Number.isInteger(threads) && threads >= 1 && threads <= 1024) return threads;
  report(entry.reading, 'M104', '`threads` must be a whole number from 1 to 1024', inside(entry.place, 'threads'));
  return none.threads;
}

function readReuse(entry: Entry, names: readonly string[]): readonly string[] {
  const reuse = texts(entry, 'reuse');
  for (const name of reuse) {
    if (names.includes(name)) continue;
    report(entry.reading, 'M109', `there is no target \`${name}\``, inside(entry.place, 'reuse'), {
      help: didYouMean(name, names) ?? `the targets are ${names.map((one) => `\`${one}\``).join(', ')}`,
    });
  }
  return reuse;
}

function readSettings(entry: Entry): Readonly<Record<string, unknown>> {
  const settings = record(entry, 'settings');
  for (const [key, value] of Object.entries(settings)) {
    if (value !== null && typeof value !== 'object') continue;
    wrong({ ...entry, values: settings, place: inside(entry.place, 'settings') }, key, 'text, a number, true or false');
  }
  return settings;
}

/** The same target with its templates evaluated. Text that a template made is a number or a flag where it looks like one. */
function rendered(entry: Entry, valueTemplate: ValueTemplate): Entry {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry.values)) {
    const place = inside(entry.place, key);
    values[key] = isMapping(value)
      ? rendered({ ...entry, values: value, place }, valueTemplate).values
      : evaluated(entry, key, value, valueTemplate);
  }
  return { ...entry, values };
}

function evaluated(entry: Entry, key: string, value: unknown, valueTemplate: ValueTemplate): unknown {
  if (typeof value !== 'string' || !value.includes('{{')) return value;
  const result = valueTemplate(value);
  for (const one of result.diagnostics) {
    report(entry.reading, one.code, one.message, inside(entry.place, key), { help: one.help });
  }
  if (result.diagnostics.length > 0) return key === 'threads' || key === 'schema_prefix' ? null : value;
  if (typeof result.value !== 'string') return result.value;
  if (key === 'threads' && /^\d+$/.test(result.value)) return Number(result.value);
  if (key === 'schema_prefix' && /^(true|false)$/.test(result.value)) return result.value === 'true';
  return result.value;
}
