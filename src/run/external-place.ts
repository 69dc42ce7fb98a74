import { existsSync, linkSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';

/** Where an external model is written: beside its place first, then moved into it. */
export interface ExternalPlace {
  readonly path: string;
  readonly beside: string;
  /** Moves what was written into place; what was there before is kept until `settle`. `between` the two moves. */
  readonly put: (between: () => Promise<void> | undefined) => Promise<void>;
  /** What was there before goes when the new version is kept, and is back when it is not. */
  readonly settle: (isKept: boolean) => void;
}

export type Refuse = (code: Diagnostic['code'], message: string, help: string) => DiagnosticError;

/** Throws when the place lies outside of the project (M108) or holds what the model did not write (M525). */
export function externalPlace(root: string, shown: string, partition: string | null, refuse: Refuse): ExternalPlace {
  const path = join(root, shown);
  const folder = dirname(path);
  const [beside, before] = ['new', 'old'].map((what) => join(folder, `.${basename(path)}.mart-${what}`)) as [
    string,
    string,
  ];
  refuseOutside(root, folder, shown, refuse);
  mkdirSync(folder, { recursive: true });
  refuseOutside(root, folder, shown, refuse);
  // A run that was killed between two moves leaves the version that readers had under its other name.
  if (existsSync(before) && !existsSync(path)) renameSync(before, path);
  for (const left of [beside, before]) rmSync(left, { recursive: true, force: true });
  refuseStrangers(path, shown, partition, refuse);
  let moved = false;
  return {
    path,
    beside,
    async put(between) {
      if (existsSync(path)) keepBefore(path, before);
      await between();
      renameSync(beside, path);
      moved = true;
    },
    settle(isKept) {
      if (!isKept && moved) rmSync(path, { recursive: true, force: true });
      if (!isKept && existsSync(before)) renameSync(before, path);
      for (const left of [beside, before]) rmSync(left, { recursive: true, force: true });
      moved = false;
    },
  };
}

/** A file is given a second name, so that there is one at every instant; a folder has to make room. */
function keepBefore(path: string, before: string): void {
  if (lstatSync(path).isDirectory()) renameSync(path, before);
  else linkSync(path, before);
}

function refuseOutside(root: string, folder: string, shown: string, refuse: Refuse): void {
  let real = folder;
  while (!existsSync(real)) real = dirname(real);
  const inside = `${realpathSync(root)}${sep}`;
  if (`${realpathSync(real)}${sep}`.startsWith(inside)) return;
  throw refuse('M108', `\`location: ${shown}\` leads outside of the project`, 'write it to a folder of the project');
}

function refuseStrangers(path: string, shown: string, partition: string | null, refuse: Refuse): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) return;
  const help = 'name another `location`, or move away what is there';
  if (there.isSymbolicLink()) throw refuse('M108', `\`location: ${shown}\` is a link`, help);
  if (there.isDirectory() !== (partition !== null)) {
    const what = there.isDirectory() ? 'a folder' : 'a file';
    throw refuse(
      'M525',
      `\`location: ${shown}\` is ${what} already, and the model writes ${partition === null ? 'a file' : 'a folder'}`,
      help,
    );
  }
  if (partition === null) return;
  const stranger = readdirSync(path).find((name) => !name.toLowerCase().startsWith(`${partition.toLowerCase()}=`));
  if (stranger === undefined) return;
  throw refuse('M525', `the folder \`${shown}\` holds \`${stranger}\`, which is no partition of the model`, help);
}

export function refusalOf(node: string, labels: Diagnostic['labels']): Refuse {
  return (code, message, help) => new DiagnosticError([diagnostic(code, message, { labels, help, node })]);
}
