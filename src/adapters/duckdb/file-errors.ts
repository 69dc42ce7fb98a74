import type { EngineErrorKind } from '../../adapter/port.ts';
import { physicalLine } from './physical-line.ts';
import type { Refusal } from './refusal.ts';

interface FileMessage {
  readonly kind: EngineErrorKind;
  readonly message: string;
}

/** What is wrong with which row of a file that is read, in one line; null when the error is about something else. */
export function fileMessage(refusal: Refusal, root: string): FileMessage | null {
  const message = refusal.exception_message;
  if (message.startsWith('CSV Error on Line:')) return csvMessage(message, root);
  if (message.includes('The CSV Parser state machine')) {
    const shown = shownPath(fileOf(message), root);
    return {
      kind: 'file',
      message: `${shown} cannot be read as CSV: line ends of two kinds, or text after a closing quote`,
    };
  }
  return jsonMessage(message, root);
}

/** How messages name a file: from the project's folder where it lies inside. */
export function shownPath(path: string, root: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

function fileOf(message: string): string {
  return /\n\s*file = (.*)\n/.exec(message)?.[1] ?? '';
}

function csvMessage(message: string, root: string): FileMessage {
  const path = fileOf(message);
  const record = Number(/^CSV Error on Line: (\d+)/.exec(message)?.[1]);
  const place = `line ${physicalLine(path, record)} of ${shownPath(path, root)}`;
  const cells = /\nExpected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (cells) {
    return { kind: 'conversion', message: `${place} has ${many(cells[2])} where the header has ${cells[1]}` };
  }
  const value =
    /\nError when converting column "([\s\S]*?)"\. Could not convert string "([\s\S]*)" to '([\s\S]*?)'\n/.exec(
      message,
    );
  if (value) {
    const [, column, text = '', type] = value;
    return { kind: 'conversion', message: `${place}: ${JSON.stringify(text)} in column "${column}" is not ${type}` };
  }
  if (message.includes('Value with unterminated quote')) {
    return { kind: 'file', message: `${place}: a quote is never closed, or text follows a closing quote` };
  }
  if (message.includes('Invalid unicode')) return { kind: 'file', message: `${place} is not UTF-8` };
  const rest = message.split('\n')[2] ?? 'a bad row';
  return { kind: 'file', message: `${place}: ${rest}` };
}

function many(count: string | undefined): string {
  return count === '1' ? '1 value' : `${count} values`;
}

function jsonMessage(message: string, root: string): FileMessage | null {
  const found =
    /^(Malformed JSON|JSON transform error) in file "(.*?)", (?:at byte \d+ )?in (record\/value|line) (\d+): ([^\n]*)/.exec(
      message,
    );
  if (!found) return null;
  const [, what, path = '', unit, number, why = ''] = found;
  const place = `${unit === 'line' ? 'line' : 'record'} ${number} of ${shownPath(path, root)}`;
  const reason = why
    .trim()
    .replace(/\.$/, '')
    .replace(/^Failed to cast value to numerical: (.*)$/, '$1 is not a number of its declared type');
  if (what === 'Malformed JSON') return { kind: 'file', message: `${place} is not JSON: ${reason}` };
  return { kind: 'conversion', message: `${place}: ${reason}` };
}
