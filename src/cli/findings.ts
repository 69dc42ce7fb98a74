import { EngineError, type EngineErrorKind } from '../adapter/port.ts';
import type { Code } from '../diagnostics/codes.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { systemFinding } from '../diagnostics/system-error.ts';

const codeFor: Partial<Record<EngineErrorKind, Code>> = {
  locked: 'M504',
  interrupted: 'M512',
  file: 'M505',
  memory: 'M539',
};

/** Whatever was thrown as findings. What nobody expected is a bug in mart (M901) with its stack as a note. */
export function findingsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  if (error instanceof EngineError) {
    return [diagnostic(codeFor[error.kind] ?? 'M511', error.message, { help: error.help })];
  }
  const refused = systemFinding(error);
  if (refused) return [refused];
  const known = error instanceof Error;
  return [
    diagnostic('M901', known ? `${error.name}: ${error.message}` : String(error), {
      notes: ['this is a bug in mart, not in the project', ...(known && error.stack ? [error.stack] : [])],
      help: 'with `--debug` the stack is shown: report it together with the command',
    }),
  ];
}
