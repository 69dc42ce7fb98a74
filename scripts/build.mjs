// Bundles src/ into dist/: the program (cli.js, with a chunk for every part that is loaded on demand) and the library
// (index.js with its types). Only the native engine and the TypeScript loader stay outside.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });

const bundle = await rolldown({
  input: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  platform: 'node',
  external: [/^@duckdb\/node-bindings/, 'jiti'],
  transform: { define: { __MART_VERSION__: JSON.stringify(version) } },
});
await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await bundle.close();
chmodSync('dist/cli.js', 0o755);
if (!process.argv.includes('--no-types'))
  execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
