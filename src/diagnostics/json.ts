import type { Diagnostic } from './diagnostic.ts';

/** A diagnostic as other programs read it: exactly these keys, in this order; places are 1-based, columns in characters. */
export function toJson(diagnostic: Diagnostic): Diagnostic {
  const { code, severity, message, labels, notes, help, node } = diagnostic;
  return {
    code,
    severity,
    message,
    labels: labels.map(({ span, text }) => ({
      span: {
        file: span.file,
        start: { line: span.start.line, column: span.start.column },
        end: { line: span.end.line, column: span.end.column },
      },
      text,
    })),
    notes: [...notes],
    help,
    node,
  };
}
