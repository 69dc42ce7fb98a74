import { DiagnosticError, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Generator } from '../nodes/node.ts';
import type { Effects } from './effects.ts';
import { generateNode } from './generate-node.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { GenerateOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';

/** Runs a generator, or all of them, whether or not their output is up to date. */
export async function generate(options: GenerateOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const notes: string[] = [];
  for (const node of chosen(loaded, options.name)) {
    const done = await generateNode(loaded, node, options.params, (count, total, what) => {
      effects.listen({ type: 'node_progress', at: effects.now.toISOString(), id: node.id, done: count, total, what });
    });
    if (done.kind === 'foreign') throw foreign(node, done.folder);
    if (done.kind === 'written') notes.push(`generated ${node.name}: ${done.summary}`);
  }
  return outcome(0, { notes, readText });
}

function chosen(loaded: Loaded, name: string | null): Generator[] {
  const all = [...loaded.manifest.nodes.values()].filter((node) => node.resource === 'generator');
  if (name === null && all.length > 0) return all;
  const found = all.filter((node) => node.name === name);
  if (found.length > 0) return found;
  const near = suggest(
    name ?? '',
    all.map((node) => node.name),
  );
  const message = name === null ? 'this project has no generators' : `there is no generator \`${name}\``;
  const help = near[0] === undefined ? 'declare it under `generators:` in project.yml' : `did you mean \`${near[0]}\`?`;
  throw new DiagnosticError([diagnostic('M212', message, { help })]);
}

function foreign(node: Generator, folder: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M213', `the folder \`${folder}\` holds files that \`${node.name}\` did not write`, {
      node: `generator:${node.name}`,
      help: 'move them away, or name another folder in `writes:`',
    }),
  ]);
}
