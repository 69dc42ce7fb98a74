import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The guide installs a tarball: what is in it is the program, the library, the program of the docs site, and the pages that `mart explain` prints. */
test('npm pack packs what runs, and nothing else', () => {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(said) as [{ files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const wanted of [
    'package.json',
    'README.md',
    'dist/cli.js',
    'dist/index.js',
    'dist/site/app.js',
    'dist/site/app.css',
    'docs/errors/M101.md',
  ]) {
    expect(paths).toContain(wanted);
  }
  const kinds = paths.map((path) => path.split('/').slice(0, 2).join('/'));
  expect(kinds.filter((kind) => !/^(dist\/.+|docs\/errors|package\.json|README\.md|LICENSE.*)$/.test(kind))).toEqual(
    [],
  );
});
