import type { GeneratorContext, GeneratorResult } from '../src/generate/generator.ts';
import { deliver } from './factory/deliver.ts';
import { hasFileFaults } from './factory/faults/damaged-files.ts';
import { readParameters } from './factory/parameters.ts';

/**
 * Simulates a factory whose machines deliver files that are dirty on purpose, and keeps the truth and a ledger of every
 * fault beside them. Writes to the folders `landing` and `truth`, and to `redelivered` where files come in more than one
 * version. Throws an Error that says, a sentence a line, which
 * parameters make no sense.
 */
export default async function generate(context: GeneratorContext): Promise<GeneratorResult> {
  const story = readParameters(context.params, context.root);
  const folders = {
    landing: folder(context, 'landing'),
    truth: folder(context, 'truth'),
    redelivered: hasFileFaults(story) ? folder(context, 'redelivered') : undefined,
  };
  const { deliveries, records, faults } = await deliver(story, folders, context.progress);
  const days = story.days === 1 ? 'one day' : `${story.days} days`;
  const machines = story.plant.machines.length === 1 ? 'one machine' : `${story.plant.machines.length} machines`;
  return {
    summary: `${days} of ${machines}: ${records} records in ${deliveries} deliveries, ${faults} faults in the ledger`,
  };
}

function folder({ folders }: GeneratorContext, name: string): string {
  const path = folders[name];
  if (path === undefined) throw new Error(`The factory writes a folder named ${name}; give it one under writes:.`);
  return path;
}
