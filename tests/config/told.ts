import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Span } from '../../src/source/span.ts';

/** Diagnostics as lines: code, severity unless it is an error, places, message, help. */
export function told(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((one) => {
    const severity = one.severity === 'error' ? '' : ` ${one.severity}`;
    const [main, ...others] = one.labels;
    const also = others.map((label) => ` [${label.text || 'and'} ${place(label.span)}]`).join('');
    return `${one.code}${severity} ${main ? place(main.span) : '-'} ${one.message}${also}${one.help ? ` | ${one.help}` : ''}`;
  });
}

function place({ start, end }: Span): string {
  return `${start.line}:${start.column}-${start.line === end.line ? '' : `${end.line}:`}${end.column}`;
}
