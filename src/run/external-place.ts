import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** Which version is being moved: as the ledger names it when its transaction is over. */
interface Moving {
  readonly model: string;
  readonly invocation: string;
  /** Whether there was something in its place. */
  readonly had: boolean;
}

/** Throws when the place lies outside of the project (M108) or holds what the model did not write (M525). */
export function externalPlace(
  root: string,
  shown: string,
  partition: string | null,
  version: Omit<Moving, 'had'>,
  refuse: Refuse,
): ExternalPlace {
  const names = namesOf(join(root, shown));
  const { path, beside, journal } = names;
  const folder = dirname(path);
  const outside = () =>
    refuse('M108', `\`location: ${shown}\` leads outside of the project`, 'write it to a folder of the project');
  if (!isInside(root, path)) throw outside();
  mkdirSync(folder, { recursive: true });
  if (!isInside(root, path)) throw outside();
  tidy(names);
  refuseStrangers(path, shown, partition, refuse);
  let moving: Moving | null = null;
  return {
    path,
    beside,
    async put(between) {
      moving = { ...version, had: existsSync(path) };
      writeFileSync(journal, JSON.stringify(moving));
      setAside(names, moving);
      await between();
      renameSync(beside, path);
    },
    settle(isKept) {
      if (moving && !isKept) moveBack(names, moving);
      moving = null;
      tidy(names);
    },
  };
}

/**
 * Ends what a run left that was killed between its moves and its commit: `isKept` says whether the ledger knows the
 * version that was moved. Nothing to do is the rule.
 */
export async function endMoves(
  root: string,
  shown: string,
  isKept: (model: string, invocation: string) => Promise<boolean>,
): Promise<void> {
  const names = namesOf(join(root, shown));
  if (!existsSync(names.journal)) return;
  const moving = readMoving(names.journal);
  // One that cannot be read was cut while it was written: nothing had been moved then.
  if (moving && !(await isKept(moving.model, moving.invocation))) moveBack(names, moving);
  tidy(names);
}

type Names = ReturnType<typeof namesOf>;

function namesOf(path: string) {
  const hidden = (what: string) => join(dirname(path), `.${basename(path)}.mart-${what}`);
  return { path, beside: hidden('new'), before: hidden('old'), journal: hidden('moving') } as const;
}

/** A file is given a second name, so that there is one at every instant; a folder has to make room. */
function setAside({ path, before }: Names, { had }: Moving): void {
  if (had && lstatSync(path).isDirectory()) renameSync(path, before);
  else if (had) keepFile(path, before);
}

function moveBack({ path, beside, before }: Names, { had }: Moving): void {
  if (!had) {
    if (!existsSync(beside)) rmSync(path, { recursive: true, force: true });
  } else if (existsSync(before)) {
    if (lstatSync(before).isDirectory()) rmSync(path, { recursive: true, force: true });
    renameSync(before, path);
  }
}

/** Some file systems give a file one name only: there it has to make room, as a folder has. */
function keepFile(path: string, before: string): void {
  try {
    linkSync(path, before);
  } catch {
    renameSync(path, before);
  }
}

/** The journal goes last: while it is there, this is done again. */
function tidy({ beside, before, journal }: Names): void {
  for (const left of [beside, before, journal]) rmSync(left, { recursive: true, force: true });
}

function readMoving(journal: string): Moving | null {
  try {
    return JSON.parse(readFileSync(journal, 'utf8')) as Moving;
  } catch {
    return null;
  }
}

/** Whether a path, as far as its folders exist, lies in the project when links are followed. */
export function isInside(root: string, path: string): boolean {
  let real = dirname(path);
  while (!existsSync(real)) real = dirname(real);
  return `${realpathSync(real)}${sep}`.startsWith(`${realpathSync(root)}${sep}`);
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
