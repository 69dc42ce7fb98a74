import { EngineError, type EngineErrorKind } from '../../adapter/port.ts';
import { kindOf } from './error-kind.ts';
import { fileMessage } from './file-errors.ts';
import type { Refusal } from './refusal.ts';

/** The statement that failed, as its author knows it: `prefix` bytes of ASCII were sent before `sql`. */
export interface Sent {
  readonly sql: string;
  readonly prefix: number;
  /** Messages show paths from here. */
  readonly root: string;
}

/** An error of the engine in words for people, without JSON, stack, caret art or advice about the engine's options. */
export function engineError(error: unknown, sent: Sent): EngineError {
  if (error instanceof EngineError) return error;
  const refusal = parse(error instanceof Error ? error.message : String(error));
  const row = fileMessage(refusal, sent.root);
  if (row) return new EngineError(row.kind, row.message, { sql: sent.sql });
  const kind = kindOf(refusal);
  if (kind === 'memory') return new EngineError(kind, overLimit(refusal), { sql: sent.sql, help: moreMemory });
  return new EngineError(kind, readable(refusal.exception_message, sent.root), {
    sql: sent.sql,
    position: offset(sent, refusal.position),
    candidates: candidatesOf(refusal, kind),
    subject: subjectOf(refusal, kind),
  });
}

const moreMemory =
  'give the target more (`settings: { memory_limit: 8GB }`) or fewer `threads`, or let the model hold less at once: a `list` of everything cannot be kept on disk';

/** What was asked for and what was free differ from run to run; the limit does not. */
function overLimit({ exception_message }: Refusal): string {
  const limit = /\/([\d.]+ \w+) used\)/.exec(exception_message)?.[1];
  return limit === undefined ? 'memory is not enough' : `the memory limit of ${limit} is not enough`;
}

function parse(text: string): Refusal {
  const start = text.indexOf('{"exception_type"');
  if (start >= 0) {
    try {
      return JSON.parse(text.slice(start)) as Refusal;
    } catch {
      // Fall through: the text as it is says more than nothing.
    }
  }
  const [, type = '', message = text] = /^([A-Z][A-Za-z ]*) Error: ([\s\S]*)$/.exec(text) ?? [];
  return { exception_type: type, exception_message: message };
}

function offset(sent: Sent, position: string | undefined): number | null {
  if (position === undefined) return null;
  const bytes = Number(position) - sent.prefix;
  if (!(bytes >= 0)) return null;
  const text = Buffer.from(sent.sql);
  return bytes > text.length ? null : text.subarray(0, bytes).toString('utf8').length;
}

const internalTypes: Readonly<Record<string, string>> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INTEGER',
  INT64: 'BIGINT',
  INT128: 'HUGEINT',
  INTEGER_LITERAL: 'INTEGER',
  STRING_LITERAL: 'VARCHAR',
};
const longestList = 3;

function readable(message: string, root: string): string {
  return message
    .replace(/\n\s*LINE \d+:[\s\S]*$/, '')
    .replace(/\n+\s*(?:Candidate (?:bindings|tables|Entries)|Did you mean|Possible solutions)\b[\s\S]*$/, '')
    .replace(/ You might need to add explicit type casts\.\n\s*Candidate functions:\n([\s\S]*)$/, (_, list: string) =>
      signatures(list),
    )
    .replace(/ In order to select one, please add explicit type casts\.[\s\S]*$/, '')
    .replace(/\b(?:INT(?:8|16|32|64|128)|(?:INTEGER|STRING)_LITERAL)\b/g, (name) => internalTypes[name] ?? name)
    .replaceAll(`${root}/`, '')
    .replaceAll('\\0', '.')
    .trim();
}

function signatures(list: string): string {
  const known = list
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const more = known.length > longestList ? ' and others' : '';
  return ` There is ${known.slice(0, longestList).join(', ')}${more}`;
}

function candidatesOf(refusal: Refusal, kind: EngineErrorKind): readonly string[] {
  if (kind === 'other' || (kind === 'type' && refusal.type !== 'Type')) return [];
  // Of tables it is a sentence: `a.t or b.t`, `a.t, b.t, or c.t`.
  if (refusal.candidates) return refusal.candidates.split(kind === 'table' ? /,\s*(?:or\s+)?|\s+or\s+/ : /,\s*/);
  const list = /(?:Candidate (?:bindings|tables|Entries):[:\s]*|Did you mean:?\s*|\(use:\s*)(.*)/.exec(
    refusal.exception_message,
  );
  return [...(list?.[1] ?? '').matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
}

const named = [
  /does not have a column named "([^"]+)"/,
  /Ambiguous reference to (?:column name|table) "([^"]+)"/,
  /Referenced (?:table|column) "([^"]+)"/,
  /^Column "([^"]+)" (?:in \w+ list|does not exist on)/,
  /Referenced update column (\S+) not found/,
  /Table with name "([^"]+)" does not exist/,
  /Could not find key "([^"]+)"/,
  /types '([^('\s]+)\(/,
];

function subjectOf(refusal: Refusal, kind: EngineErrorKind): string | null {
  if (refusal.name && kind !== 'other') return refusal.name;
  for (const pattern of named) {
    const found = pattern.exec(refusal.exception_message)?.[1];
    if (found) return found;
  }
  return null;
}
