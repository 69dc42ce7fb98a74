import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mart } from '../cli/mart.ts';
import { copyOfFactory, PARTS } from './factory-project.ts';
import type { Mutation } from './mutations.ts';

/** The plant on which bugs are looked for: ten days with the usual damage and some of the further kinds. */
const DAMAGE = { unknown_machine: 0.02, unit_change: 0.15, clock_ahead: 0.05, encoding_damage: 0.05 };
const PLANT = [
  '--seed',
  '42',
  '--faults',
  Object.entries(DAMAGE)
    .map(([name, rate]) => `${name}=${rate}`)
    .join(','),
];

/** A project of the factory that was built without a bug; throws when its own tests do not pass. */
export async function builtFactory(): Promise<string> {
  const folder = copyOfFactory([...PARTS, 'generators']);
  for (const args of [['generate', 'factory', ...PLANT], ['build']]) {
    const done = await mart([...args, '-q'], folder);
    if (done.exit !== 0) throw new Error(`mart ${args.join(' ')} ended with ${done.exit}\n${done.stderr}`);
  }
  return folder;
}

/** The factory's data tests that fail when the bug is in a copy of a built project, by name; else the models that cannot be built. */
export async function caughtBy({ file, from, to }: Mutation, built: string): Promise<string[]> {
  const folder = copyOfFactory([]);
  try {
    cpSync(built, folder, { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(
      join(folder, file),
      text.replace(from, () => to),
    );
    await mart(['build', '-q', '--exclude', 'test_type:unit'], folder);
    const { results } = JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8')) as {
      results: { unique_id: string; status: string }[];
    };
    const named = (wanted: string) =>
      results.filter(({ status }) => status === wanted).map(({ unique_id }) => unique_id.split('.')[2] ?? '');
    const failed = named('fail');
    return failed.length > 0 ? failed : named('error').map((name) => `${name} cannot be built`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
