import { rmSync, writeFileSync } from 'node:fs';
import { builtFactory, caughtBy } from '../tests/factory/mutate.ts';
import { mutations } from '../tests/factory/mutations.ts';

/** Puts every deliberate bug into the factory, one by one, and writes down which of its tests catch it. */
const built = await builtFactory();
const lines: string[] = [];
let missed = 0;
for (const mutation of mutations) {
  const tests = await caughtBy(mutation, built);
  if (tests.length === 0) missed += 1;
  const shown = tests
    .sort()
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(', ');
  const more = tests.length > 3 ? ` and ${tests.length - 3} more` : '';
  console.log(`${tests.length === 0 ? 'MISSED' : 'caught'}  ${mutation.bug}: ${tests.length} tests`);
  lines.push(`| ${mutation.bug} | \`${mutation.file}\` | ${shown || 'nothing'}${more} |`);
}
rmSync(built, { recursive: true, force: true });
writeFileSync(
  'docs/factory-mutations.md',
  `# Bugs that the factory's tests catch

Whoever trusts the tests of the factory wants to know what they would notice. \`npx jiti scripts/factory-mutations.ts\` puts these bugs into its models and macros, one by one, builds it without its unit tests, and writes this page. ${mutations.length - missed} of ${mutations.length} are caught; three of them are tried in every \`npm test\`. The unit tests catch all but the one that is in a hook, without a row of data; that is tried in every run, too.

| bug | in | caught by |
| --- | --- | --- |
${lines.join('\n')}
`,
);
process.exitCode = missed === 0 ? 0 : 1;
