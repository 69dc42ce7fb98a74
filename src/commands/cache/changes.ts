import type { Files, FoundFile } from '../../project/files.ts';
import { hashOf, type Looked } from './recorded-files.ts';

/** A file edited so shortly before it was remembered may change again without a new time: its content is compared. */
const racyMs = 2_000;

/**
 * Files whose content is no longer what it was; null when files came, went, or cannot be compared, so that everything
 * has to be read anew.
 */
export function changedFiles(files: Files, looked: Looked, rememberedAt: number): FoundFile[] | null {
  const now = new Map<string, FoundFile>();
  for (const folder of looked.folders) {
    const listing = files.list(folder);
    if (listing.refused.length > 0) return null;
    for (const file of listing.files) now.set(file.path, file);
  }
  for (const [path, there] of Object.entries(looked.singles)) {
    const file = files.find(path);
    if ((file !== null) !== (there !== null)) return null;
    if (file) now.set(path, file);
  }
  const before = Object.entries(looked.files);
  if (now.size !== before.length) return null;
  const changed: FoundFile[] = [];
  for (const [path, [size, mtimeMs, hash]] of before) {
    const file = now.get(path);
    if (!file) return null;
    if (hash === null) continue;
    if (file.size === size && file.mtimeMs === mtimeMs && mtimeMs < rememberedAt - racyMs) continue;
    const content = file.size === size ? files.read(file) : null;
    if (content instanceof Uint8Array && hashOf(content) === hash) continue;
    changed.push(file);
  }
  return changed;
}
