import { type Adapter, type ColumnType, EngineError, type Row, type Session } from '../adapter/port.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { FilledCode } from '../nodes/code.ts';
import { firstWord, withoutSemicolon } from '../sql/statement.ts';
import { type CodePlace, labelsAt } from './places.ts';

/** An engine's refusal of an author's SQL: `code.text` began at `offset` of the statement that was sent. */
export class CodeError extends Error {
  readonly engine: EngineError;
  readonly code: FilledCode;
  readonly offset: number;
  /** Refused on the empty copy, where everything stands that the project makes. */
  readonly isBinding: boolean;
  constructor(engine: EngineError, code: FilledCode, offset: number, isBinding = false) {
    super(engine.message);
    this.name = 'CodeError';
    this.engine = engine;
    this.code = code;
    this.offset = offset;
    this.isBinding = isBinding;
  }
}

/** Runs `before` + code + `after` as one statement; the rows it changed. A refusal is a `CodeError`. */
export function runCode(session: Session, before: string, code: FilledCode, after = ''): Promise<number> {
  return session.run(`${before}${code.text}${after}`).catch((error) => refused(error, code, before.length));
}

/** As `runCode`, for the rows of a query. */
export function codeRows(session: Session, before: string, code: FilledCode, after = ''): Promise<readonly Row[]> {
  return session.rows(`${before}${code.text}${after}`).catch((error) => refused(error, code, before.length));
}

/** Names and types of the columns of a query, without running it. */
export function codeColumns(session: Session, code: FilledCode): Promise<readonly ColumnType[]> {
  return session.columns(code.text).catch((error) => refused(error, code, 0));
}

function refused(error: unknown, code: FilledCode, offset: number): never {
  throw error instanceof EngineError ? new CodeError(error, code, offset) : error;
}

/** The engine's error in what was thrown, however it was wrapped. */
export function engineError(error: unknown): EngineError | null {
  if (error instanceof CodeError) return error.engine;
  return error instanceof EngineError ? error : null;
}

/** The code without its closing semicolon; none at all is an error, and two statements are one that shows where the second begins. */
export async function oneStatement(adapter: Adapter, code: FilledCode, place: CodePlace): Promise<FilledCode> {
  const text = withoutSemicolon(code.text);
  if (firstWord(text).from >= text.length) throw empty(code, place);
  const bare = text === code.text ? code : { text, map: code.map };
  if (!text.includes(';') || (await adapter.statements(text)) < 2) return bare;
  const second = startOfSecond(text);
  throw new DiagnosticError([
    diagnostic('M308', 'two statements in one model', {
      labels: labelsAt(bare, second, 1, 'the second statement', place),
      help: 'a model is one query; statements that go with it belong in `pre_hook` or `post_hook`',
      node: place.node,
    }),
  ]);
}

function empty(code: FilledCode, place: CodePlace): DiagnosticError {
  const labels = labelsAt(code, null, 1, 'no query', place);
  return new DiagnosticError([diagnostic('M303', 'there is no query in this model', { labels, node: place.node })]);
}

function startOfSecond(text: string): number {
  const [first = ''] = statements(text);
  const rest = text.slice(first.length + 1);
  return first.length + 1 + (rest.length - rest.trimStart().length);
}

/** A text cut at the semicolons between its statements; blank ones are kept. */
export function statements(text: string): string[] {
  const out: string[] = [];
  let start = 0;
  for (let at = text.indexOf(';'); at >= 0; at = text.indexOf(';', at + 1)) {
    const candidate = text.slice(start, at + 1);
    const body = withoutSemicolon(candidate);
    if (body.length !== candidate.length - 1) continue;
    out.push(body);
    start = at + 1;
  }
  out.push(text.slice(start));
  return out;
}
