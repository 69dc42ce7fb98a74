import type { Diagnostic } from './diagnostic.ts';
import { sanitise } from './sanitise.ts';

/**
 * A workflow command that shows the diagnostic beside the line it is about. `repositoryPath` turns a path of the project
 * into one of the repository.
 */
export function github(diagnostic: Diagnostic, repositoryPath: (file: string) => string = (file) => file): string {
  const kind = diagnostic.severity === 'note' ? 'notice' : diagnostic.severity;
  const span = diagnostic.labels[0]?.span;
  const place = span
    ? [
        ['file', repositoryPath(span.file)],
        ['line', String(span.start.line)],
        ['col', String(span.start.column)],
      ]
    : [];
  const properties = [...place, ['title', diagnostic.code]].map(([key, value]) => `${key}=${property(value ?? '')}`);
  const help = diagnostic.help === null ? [] : [`help: ${diagnostic.help}`];
  return `::${kind} ${properties.join(',')}::${data([diagnostic.message, ...help].join('\n'))}`;
}

function data(text: string): string {
  return sanitise(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
