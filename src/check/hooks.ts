import type { EngineError, Session } from '../adapter/port.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { FilledCode } from '../nodes/code.ts';
import type { Hook } from '../nodes/node.ts';
import { firstWord } from '../sql/statement.ts';
import { findings } from './errors.ts';
import type { CodePlace } from './places.ts';
import { CodeError, engineError, statements } from './send.ts';

/** Statements that only define something: they are run, so that what follows can use it. */
const defining = new Set(['create', 'alter', 'attach', 'use', 'set', 'load', 'drop', 'comment']);
/** Statements that the engine cannot say anything about without doing them. */
const opaque = new Set(['pragma', 'install', 'call', 'checkpoint', 'vacuum', 'export', 'import', 'detach', 'analyze']);
/** What holds only for a warehouse with data and files. */
const beyond = new Set(['file', 'locked', 'interrupted', 'conflict', 'data', 'conversion', 'constraint']);

const longestStatement = 200;

/** Where findings about a hook are shown: where its text was written. */
export function placeOfHook(hook: Hook, place: CodePlace): CodePlace {
  return { ...place, declared: hook.place, compiled: null };
}

/** A refusal of one statement of a hook, which is shown: a hook is no file that could be looked at. */
export function hookFindings(error: unknown, statement: string, place: CodePlace): readonly Diagnostic[] {
  const text = statement.trim().replace(/\s+/g, ' ');
  const note = `the statement: ${text.length > longestStatement ? `${text.slice(0, longestStatement)}…` : text}`;
  return findings(error, place, 'M506').map((one) => ({ ...one, notes: [...one.notes, note] }));
}

/** Checks the statements of a hook on the empty copy; a refusal is M506 at its place. */
export async function checkHook(session: Session, hook: FilledCode, place: CodePlace): Promise<void> {
  let before = 0;
  for (const text of statements(hook.text)) {
    const at = before;
    before += text.length + 1;
    const { word } = firstWord(text);
    if (text.trim() === '' || opaque.has(word)) continue;
    try {
      if (defining.has(word)) await define(session, text, word);
      else await session.columns(text);
    } catch (error) {
      const engine = engineError(error);
      if (engine && (beyond.has(engine.kind) || word === 'drop' || isThere(engine))) continue;
      if (!engine) throw error;
      const map = hook.map.map((piece) => ({ ...piece, at: piece.at - at }));
      throw new DiagnosticError(hookFindings(new CodeError(engine, { text, map }, 0), text, place));
    }
  }
}

/** Another node's hook made it before, on the same session. */
function isThere({ message }: EngineError): boolean {
  return message.includes('already exists');
}

/** Another database is only looked at. */
function define(session: Session, text: string, word: string): Promise<number> {
  if (word !== 'attach') return session.run(text);
  const bare = text.trimEnd();
  return session.run(/\)$/.test(bare) ? bare.replace(/\)$/, ', read_only)') : `${bare} (read_only)`);
}
