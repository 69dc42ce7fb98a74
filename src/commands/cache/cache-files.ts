import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../artifacts/write.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { PackedManifest } from './packed-manifest.ts';
import { hashOf, type Looked } from './recorded-files.ts';

/** What one compile left for the next one. */
export interface Remembered {
  /** Of mart's own code and of the options that decide the manifest. */
  readonly key: string;
  /** Environment variables that were asked for, with hashes of their values; null for one that was not set. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly looked: Looked;
  readonly rememberedAt: number;
  /** Warnings, shown again at every use. */
  readonly diagnostics: readonly Diagnostic[];
  readonly manifest: PackedManifest;
  /** The file of the heavy lines, and where each ends. */
  readonly lines: string;
  readonly ends: readonly number[];
}

export interface Recalled {
  readonly remembered: Remembered;
  /** The heavy line of a node, by its place. */
  readonly line: (index: number) => string;
}

const header = 'project.json';

export function recall(folder: string, key: string): Recalled | null {
  try {
    const remembered = JSON.parse(readFileSync(join(folder, header), 'utf8')) as Remembered;
    if (remembered.key !== key) return null;
    const { ends, lines } = remembered;
    // Held open, since another invocation may take the file away before anybody asks for a line.
    const file = openSync(join(folder, lines), 'r');
    if (fstatSync(file).size !== (ends.at(-1) ?? 0)) {
      closeSync(file);
      return null;
    }
    let bytes: Buffer | undefined;
    const line = (index: number): string => {
      if (!bytes) {
        bytes = readFileSync(file);
        closeSync(file);
      }
      return bytes.toString('utf8', ends[index - 1] ?? 0, ends[index] ?? 0);
    };
    return { remembered, line };
  } catch {
    return null;
  }
}

/** Keeps a compile for the next one. A folder that cannot be written to only costs time. */
export function remember(folder: string, lines: readonly string[], rest: Omit<Remembered, 'lines' | 'ends'>): void {
  try {
    mkdirSync(folder, { recursive: true });
    const parts = lines.map((line) => Buffer.from(line));
    const bytes = Buffer.concat(parts);
    let end = 0;
    const ends = parts.map((part) => (end += part.length));
    const name = `code-${hashOf(bytes).replace(/[^A-Za-z0-9]/g, '')}.txt`;
    writeFileSync(join(folder, name), bytes);
    const remembered: Remembered = { ...rest, lines: name, ends };
    writeWhole(join(folder, header), JSON.stringify(remembered));
    for (const old of readdirSync(folder)) {
      if (old.startsWith('code-') && old !== name) rmSync(join(folder, old), { force: true });
    }
  } catch {
    forget(folder);
  }
}

function forget(folder: string): void {
  try {
    rmSync(join(folder, header), { force: true });
  } catch {
    // What is there names the files that it was made of, and is whole.
  }
}
