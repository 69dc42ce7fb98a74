import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceText } from '../../src/source/text.ts';

export interface Case {
  readonly name: string;
  readonly source: SourceText;
  /** What is to be told, line by line: the comments `#! …` at the end of the file. */
  readonly expected: readonly string[];
}

/** The YAML files of a folder of cases. */
export function casesOf(folder: string): readonly Case[] {
  const root = fileURLToPath(new URL(`cases/${folder}/`, import.meta.url));
  return readdirSync(root)
    .sort()
    .map((name) => {
      const text = readFileSync(`${root}${name}`, 'utf8');
      const at = text.search(/^#!/m);
      const marked = at < 0 ? [] : text.slice(at).trim().split('\n');
      const source = { path: name, text: at < 0 ? text : text.slice(0, at) };
      return { name, source, expected: marked.map((line) => line.replace(/^#! ?/, '')) };
    });
}
