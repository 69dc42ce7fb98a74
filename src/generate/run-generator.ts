import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Generator } from '../nodes/node.ts';
import type { Reach } from '../run/failpoints.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { GeneratorContext } from './generator.ts';
import { loadGenerator } from './load.ts';
import { placeEntries } from './place.ts';
import { isCurrent, isForeign, readRecord } from './record.ts';

export interface GenerateOptions {
  /** Absolute. */
  readonly root: string;
  readonly generatorsFolder: string;
  /** The folder of everything generated: staging is in it, on the same disk as the output. */
  readonly targetFolder: string;
  /**
   * Parameters over those of project.yml, for a run by hand: it always runs. null for a build, which keeps to the
   * parameters of the last run by hand and runs only when something is missing or has changed.
   */
  readonly params: Readonly<Record<string, unknown>> | null;
  readonly progress: GeneratorContext['progress'];
  readonly reach?: Reach | undefined;
}

export type Generated =
  | { readonly kind: 'written'; readonly summary: string }
  | { readonly kind: 'current' }
  /** A folder holds files that somebody else wrote; nothing was touched. */
  | { readonly kind: 'foreign'; readonly folder: string };

type Where = Pick<GenerateOptions, 'root' | 'generatorsFolder' | 'params'>;

/** What a generator would do, and with what. */
type Prospect =
  | Exclude<Generated, { readonly kind: 'written' }>
  | {
      readonly kind: 'due';
      readonly folders: readonly { readonly name: string; readonly folder: string }[];
      readonly overrides: Readonly<Record<string, unknown>>;
      readonly params: Readonly<Record<string, unknown>>;
      readonly fingerprint: string;
    };

/** Whether a build would run a generator: something is missing or has changed. */
export function isDue(node: Generator, where: Omit<Where, 'params'>): boolean {
  return prospect(node, { ...where, params: null }).kind === 'due';
}

function prospect(node: Generator, options: Where): Prospect {
  const { root } = options;
  const folders = Object.entries(node.writes).map(([name, folder]) => ({ name, folder: inside(root, node, folder) }));
  const shared = folders.find(({ folder }, at) =>
    folders.some((other, place) => place < at && overlap(folder, other.folder)),
  );
  if (shared) throw sharedFolder(node, shared.name);
  const foreign = folders.find(({ folder }) => isForeign(folder, node.name));
  if (foreign) return { kind: 'foreign', folder: node.writes[foreign.name] ?? '' };
  const first = folders[0];
  const overrides = options.params ?? (first && readRecord(first.folder)?.overrides) ?? {};
  const params = { ...node.params, ...overrides };
  const fingerprint = fingerprintOf(root, options.generatorsFolder, node, params);
  if (options.params === null && folders.every(({ folder }) => isCurrent(folder, node.name, fingerprint)))
    return { kind: 'current' };
  return { kind: 'due', folders, overrides, params, fingerprint };
}

/** Runs a generator when its output is missing or something that decides it has changed. */
export async function runGenerator(node: Generator, options: GenerateOptions): Promise<Generated> {
  const due = prospect(node, options);
  if (due.kind !== 'due') return due;
  const { root } = options;
  const { folders, overrides, params, fingerprint } = due;
  const generate = await loadGenerator(root, node);
  const staging = join(root, options.targetFolder, 'staging', `${node.name}-${process.pid}`);
  rmSync(staging, { recursive: true, force: true });
  const staged = Object.fromEntries(folders.map(({ name }) => [name, join(staging, name)]));
  try {
    for (const folder of Object.values(staged)) mkdirSync(folder, { recursive: true });
    const { summary } = await called(node, () =>
      generate({ root, params, folders: staged, progress: options.progress }),
    );
    await options.reach?.('after generator', node.name);
    const by = { generator: node.name, fingerprint, overrides };
    const placed = () => options.reach?.('during placing', node.name);
    for (const { name, folder } of folders) await placeEntries(staged[name] ?? '', folder, by, placed);
    return { kind: 'written', summary };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function called<T>(node: Generator, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [first = '', ...rest] = message.split('\n');
    throw new DiagnosticError([
      diagnostic('M211', `the generator \`${node.name}\` failed: ${first}`, {
        node: `generator:${node.name}`,
        notes: [...rest, `program: ${node.program}`],
      }),
    ]);
  }
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(b + sep) || b.startsWith(a + sep);
}

function sharedFolder(node: Generator, name: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M108', `the generator \`${node.name}\` would write \`${name}\` into a folder that it writes already`, {
      node: `generator:${node.name}`,
      help: 'give each name in `writes:` a folder of its own',
    }),
  ]);
}

function inside(root: string, node: Generator, folder: string): string {
  const absolute = resolve(root, folder);
  if (absolute.startsWith(resolve(root) + sep)) return absolute;
  throw new DiagnosticError([
    diagnostic('M108', `the generator \`${node.name}\` would write to \`${folder}\`, which is outside the project`, {
      node: `generator:${node.name}`,
      help: 'name a folder of the project in `writes:`',
    }),
  ]);
}
