import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shopFiles } from '../site/shop.ts';
import { readAlong } from './read-along.ts';

readAlong('docs/docs-site.md', (folder) => {
  for (const [path, text] of Object.entries(shopFiles)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
