import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ReadText } from '../source/text.ts';

/** Texts of a project's files; undefined for what is gone or cannot be read. */
export function projectTexts(root: string): ReadText {
  return (path) => {
    try {
      return readFileSync(isAbsolute(path) ? path : join(root, path), 'utf8').replace(/^\uFEFF/, '');
    } catch {
      return undefined;
    }
  };
}
