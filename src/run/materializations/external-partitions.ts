import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder of some partitions whole: those of `from` that `into` lacks are in it too, as second names of the same
 * files. `depth` is how many folders deep a partition is.
 */
export function keepOthers(from: string, into: string, depth: number): void {
  for (const name of readdirSync(from)) {
    const [old, kept] = [join(from, name), join(into, name)];
    if (depth > 1 && existsSync(kept)) keepOthers(old, kept, depth - 1);
    else if (!existsSync(kept)) linkAll(old, kept);
  }
}

function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const one of readdirSync(from, { withFileTypes: true })) {
    const [old, kept] = [join(from, one.name), join(to, one.name)];
    if (one.isDirectory()) linkAll(old, kept);
    else linkOrCopy(old, kept);
  }
}

/** Some file systems give a file one name only. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
