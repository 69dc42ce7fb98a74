import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';

/** Verbs that mart will have; each says what to do until then. */
export const verbsNotYet: Readonly<Record<string, string | null>> = {
  init: 'a project is a folder with project.yml (`name: shop`) and models/',
  dev: 'run `mart build` again after a change',
};

export function notYet(what: string, help: string | null): DiagnosticError {
  return new DiagnosticError([diagnostic('M114', `${what} is not yet supported`, { help })]);
}
