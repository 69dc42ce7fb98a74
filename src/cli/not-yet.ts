import { Option } from 'commander';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';

/** Verbs that mart will have; each says what to do until then. */
export const verbsNotYet: Readonly<Record<string, string | null>> = {
  init: 'a project is a folder with project.yml (`name: shop`) and models/',
  dev: 'run `mart build` again after a change',
};

export function notYet(what: string, help: string | null): DiagnosticError {
  return new DiagnosticError([diagnostic('M114', `${what} is not yet supported`, { help })]);
}

/** Flags of `run` and `build` that mart will have; giving one is an error, never silence. */
export function flagsNotYet(): Option[] {
  return ['--atomic'].map((flags) => new Option(flags).hideHelp());
}

/** Throws for the first flag that was given but does nothing yet. */
export function refuseNotYet(given: Readonly<Record<string, unknown>>): void {
  for (const option of flagsNotYet()) {
    if (given[option.attributeName()] !== undefined) throw notYet(`\`${option.long}\``, null);
  }
}
