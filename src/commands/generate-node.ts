import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import { type Generated, type GenerateOptions, isDue, runGenerator } from '../generate/run-generator.ts';
import type { Generator } from '../nodes/node.ts';
import type { Progress, RunEffects } from '../run/effects.ts';
import type { Reach } from '../run/failpoints.ts';
import type { Loaded } from './loaded.ts';

/** How a build runs a generator: only when something is missing or has changed, and never over somebody else's files. */
export function generateFor(loaded: Loaded, reach?: Reach): NonNullable<RunEffects['generate']> {
  return async (node, progress) => {
    const done = await generateNode(loaded, node, null, progress, reach);
    if (done.kind === 'written') return done.summary;
    return null;
  };
}

export function generateNode(
  loaded: Loaded,
  node: Generator,
  params: GenerateOptions['params'],
  progress: Progress,
  reach?: Reach,
): Promise<Generated> {
  return runGenerator(node, {
    root: loaded.root,
    generatorsFolder: loaded.manifest.generatorsPath,
    targetFolder: loaded.manifest.targetPath,
    params,
    progress,
    reach,
  });
}

/** Whether a build would run a generator. What is wrong with it is said when it runs. */
export function wouldGenerate({ root, manifest }: Loaded, node: Generator): boolean {
  try {
    return isDue(node, { root, generatorsFolder: manifest.generatorsPath });
  } catch (error) {
    if (error instanceof DiagnosticError) return true;
    throw error;
  }
}
