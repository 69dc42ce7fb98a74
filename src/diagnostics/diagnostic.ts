import type { Span } from '../source/span.ts';
import type { Code } from './codes.ts';

export type Severity = 'error' | 'warning' | 'note';

/** A place and what is to be said there. The first label is the main one. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/**
 * One finding about the user's project, data or use of the program. Wording: lower case, no full stop, `code` in
 * backticks; `help` says what to do. Rendered as a frame, as JSON or as an annotation by the other files here.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly Label[];
  readonly notes: readonly string[];
  readonly help: string | null;
  /** The name of the node it belongs to, as `ls` prints it, or null. */
  readonly node: string | null;
}

/** What may be left out when a diagnostic is made. */
export interface DiagnosticDetails {
  readonly severity?: Severity;
  readonly labels?: readonly Label[];
  readonly notes?: readonly string[];
  readonly help?: string | null | undefined;
  readonly node?: string | null;
}

export function diagnostic(code: Code, message: string, details: DiagnosticDetails = {}): Diagnostic {
  return {
    code,
    severity: details.severity ?? 'error',
    message,
    labels: details.labels ?? [],
    notes: details.notes ?? [],
    help: details.help ?? null,
    node: details.node ?? null,
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error');
}

/** Stops a command with findings instead of a result. Everything that is expected to go wrong travels as one of these. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((one) => `${one.code}: ${one.message}`).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}
