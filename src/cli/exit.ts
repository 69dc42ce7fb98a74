import type { Exit } from '../commands/outcome.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Findings about how mart was called, unless they point into a file of the project. */
const wrongUse: ReadonlySet<Code> = new Set(['M101', 'M109', 'M113', 'M114', 'M117', 'M118', 'M406', 'M409', 'M416']);

/** The exit that findings call for: 0 without errors, 130 interrupted, 2 wrong use or a bug, 1 project or data at fault. */
export function exitFor(diagnostics: readonly Diagnostic[]): Exit {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return 0;
  if (errors.some(({ code }) => code === 'M512')) return 130;
  if (errors.some(({ code }) => code === 'M901')) return 2;
  return errors.every((one) => wrongUse.has(one.code) && !isInFile(one)) ? 2 : 1;
}

/** Texts of the command line are places too; their file is the flag (`--vars`). */
function isInFile({ labels }: Diagnostic): boolean {
  return labels.some(({ span }) => !span.file.startsWith('--'));
}
