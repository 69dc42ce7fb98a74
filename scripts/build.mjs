// Bundles src/ into dist/: the program (cli.js, with a chunk for every part that is loaded on demand) and the library
// (index.js with its types), and web/ into dist/site/. Only the native engine and the TypeScript loader stay outside. The old dist/ stays until
// the new one is whole.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { globSync } from 'tinyglobby';
import { buildSite } from './build-site.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const code = createHash('sha256');
for (const file of globSync('src/**/*.ts').sort()) code.update(readFileSync(file));
const fresh = `dist.${process.pid}.tmp`;

const bundle = await rolldown({
  input: { cli: 'src/cli/main.ts', index: 'src/index.ts', corrupt: 'src/corrupt/corrupt.ts' },
  platform: 'node',
  external: [/^@duckdb\/node-bindings/, 'jiti'],
  transform: {
    define: {
      __MART_VERSION__: JSON.stringify(version),
      __MART_BUILD__: JSON.stringify(code.digest('hex').slice(0, 16)),
    },
  },
});
try {
  await bundle.write({
    dir: fresh,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await buildSite(resolve(fresh, 'site'));
  chmodSync(`${fresh}/cli.js`, 0o755);
  if (!process.argv.includes('--no-types')) {
    execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.types.json', '--outDir', `${fresh}/types`], {
      stdio: 'inherit',
    });
  }
  rmSync('dist', { recursive: true, force: true });
  renameSync(fresh, 'dist');
} finally {
  await bundle.close();
  rmSync(fresh, { recursive: true, force: true });
}
