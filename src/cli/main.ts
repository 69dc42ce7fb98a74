#!/usr/bin/env node
import { version } from './version.ts';

const args = process.argv.slice(2);
// Asked so often by other programs that nothing is loaded for it.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`mart ${version}\n`);
else {
  const { start } = await import('./start.ts');
  process.exit(await start(args));
}
