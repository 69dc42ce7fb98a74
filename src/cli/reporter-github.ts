import { relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { github } from '../diagnostics/github.ts';
import { distinct } from '../diagnostics/render-all.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Output } from './output.ts';
import type { Reporter } from './reporter.ts';

/** Annotations beside the lines of a pull request, all at the end: they are commands, not talk. */
export function githubReporter(output: Output, repositoryPath: (file: string) => string): Reporter {
  const found: Diagnostic[] = [];
  return {
    listen: (event) => {
      if (event.type === 'diagnostic') found.push(event.diagnostic);
      if (event.type === 'node_finished') found.push(...findingsOf(event.result));
    },
    say: () => {},
    finish: ({ diagnostics }) => {
      for (const one of distinct([...found, ...diagnostics])) output.talk(github(one, repositoryPath));
    },
  };
}

/** A failed result always has an annotation, if only with its name. */
function findingsOf({ status, name, message, diagnostics }: NodeResult): readonly Diagnostic[] {
  if (diagnostics.length > 0 || (status !== 'fail' && status !== 'error')) return diagnostics;
  return [diagnostic(status === 'fail' ? 'M601' : 'M511', message ?? `${name} failed`, { node: name })];
}

/** Paths of a project as the repository knows them. */
export function inRepository(projectDir: string, workspace: string): (file: string) => string {
  return (file) => {
    const path = relative(workspace, resolve(projectDir, file));
    return path.startsWith('..') ? file : path.split(sep).join('/');
  };
}
