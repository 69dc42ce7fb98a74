import { type ColumnType, EngineError, type Session } from '../adapter/port.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { FilledCode } from '../nodes/code.ts';
import { identifier } from '../sql/identifier.ts';
import { firstWord } from '../sql/statement.ts';
import { findings, qualifiedNameAt } from './errors.ts';
import { type CodePlace, labelsAt } from './places.ts';
import { CodeError } from './send.ts';

/**
 * The columns of a model's query. It is refused with every column that it looks for in vain, each at its place: a name
 * that was not found is exchanged and the rest is bound again. `onCopy`: everything stands there that the project makes.
 */
export async function bindQuery(
  session: Session,
  code: FilledCode,
  place: CodePlace,
  onCopy = true,
): Promise<readonly ColumnType[]> {
  await refuseStatement(session, code, place);
  try {
    return await session.columns(code.text);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (isName(error)) throw await allMissing(session, code, place, error);
    throw new CodeError(error, code, 0, onCopy || error.kind !== 'table');
  }
}

/** A name that was not found, with what stands in its place while the rest is bound. */
interface Exchange {
  readonly at: number;
  readonly grows: number;
}

const most = 20;

async function allMissing(session: Session, code: FilledCode, place: CodePlace, first: EngineError) {
  const found: Diagnostic[] = [];
  const named = new Set<string>();
  const exchanged: Exchange[] = [];
  let { text } = code;
  let error: EngineError | null = first;
  for (let round = 0; round < most && error && isName(error); round++) {
    const { subject, candidates }: EngineError = error;
    const position = error.position ?? 0;
    const name = (subject ?? '').toLowerCase();
    // What stands for a column in a subquery has another name outside: the same name again is the same mistake.
    if (!named.has(name)) found.push(...findings(new CodeError(before(error, exchanged), code, 0, true), place));
    named.add(name);
    const whole = qualifiedNameAt(text, position);
    if (name === '' || !whole.toLowerCase().includes(name)) break;
    const [meant] = error.kind === 'column' ? suggest(name, candidates) : [];
    const stand = meant === undefined ? 'null' : whole.slice(0, ownPart(whole)) + identifier(meant);
    text = text.slice(0, position) + stand + text.slice(position + whole.length);
    exchanged.push({ at: position, grows: stand.length - whole.length });
    error = await session.columns(text).then(
      () => null,
      (next) => (next instanceof EngineError ? next : null),
    );
  }
  return new DiagnosticError(found);
}

/** A column, or what qualifies it, that was not found at a place. */
function isName({ kind, message, position }: EngineError): boolean {
  return position !== null && (kind === 'column' || (kind === 'table' && message.startsWith('Referenced table')));
}

/** Where the name itself begins behind what qualifies it. */
function ownPart(qualified: string): number {
  return /(?:"[^"]*"|[^."]+)$/.exec(qualified)?.index ?? 0;
}

/** An error with its place in the text as it was before names in it were exchanged. */
function before(error: EngineError, exchanged: readonly Exchange[]): EngineError {
  let position = error.position ?? 0;
  for (const { at, grows } of exchanged.toReversed()) if (position > at) position -= grows;
  return new EngineError(error.kind, error.message, { ...error, position });
}

const queries = new Set(['', 'select', 'from', 'with', 'values', 'table', 'pivot', 'unpivot']);

/** The engine would take any other statement too, and say what columns it has. */
async function refuseStatement(session: Session, code: FilledCode, place: CodePlace): Promise<void> {
  const { word } = firstWord(code.text);
  const isQuery = queries.has(word) && !(word === 'with' && /\b(?:insert|update|delete|merge)\b/i.test(code.text));
  if (isQuery) return;
  try {
    await session.columns(`from (\n${code.text}\n)`);
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind !== 'syntax') return;
    // What is no statement either is left to the engine, which says where it stops understanding.
    const other = await session.columns(code.text).catch((refused) => refused);
    if (other instanceof EngineError && other.kind === 'syntax') return;
    throw new DiagnosticError([
      diagnostic('M303', 'a model is a query, and this is another statement', {
        labels: labelsAt(code, firstWord(code.text).from, word.length, `\`${word}\``, place),
        help: 'write the `select` alone: statements that go with it belong in `pre_hook` or `post_hook`',
        node: place.node,
      }),
    ]);
  }
}
