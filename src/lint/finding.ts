import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { type LintRule, type LintSeverity, lintRules } from '../nodes/lint.ts';
import type { Range } from '../source/span.ts';
import { type ReadText, spanIn } from '../source/text.ts';

/** A stretch of an author's file and what is to stand there instead. */
export interface Edit extends Range {
  readonly text: string;
}

/** What a rule found. */
export interface Finding {
  readonly rule: LintRule;
  readonly place: Range;
  /** It is about the whole of its file: an ignore comment for it may stand anywhere in the file. */
  readonly isWhole: boolean;
  readonly message: string;
  readonly label: string;
  readonly notes: readonly string[];
  readonly help: string | null;
  /** As `ls` prints it; null for a macro. */
  readonly node: string | null;
  /** What puts it right, in one file; null where that takes a person. */
  readonly fix: readonly Edit[] | null;
}

/** What makes a finding different from another one. */
export function findingKey({ rule, place, message }: Finding): string {
  return JSON.stringify([rule, place.file, place.from, message]);
}

/** What makes a finding the same one after others of its file were fixed. */
export function fixKey({ rule, place, message, label }: Finding): string {
  return JSON.stringify([rule, place.file, message, label]);
}

export function lintDiagnostic(finding: Finding, severity: LintSeverity, readText: ReadText): Diagnostic {
  const { rule, place, message, label, notes, help, node, fix } = finding;
  return diagnostic(lintRules[rule], `${message} (${rule})`, {
    severity: severity === 'error' ? 'error' : 'warning',
    labels: [{ span: spanIn(place, readText), text: label }],
    notes,
    help: fix === null ? help : [help, '`mart lint --fix` does it'].filter((one) => one !== null).join('; '),
    node,
  });
}
