import type { Session } from '../adapter/port.ts';
import { hookFindings, placeOfHook } from '../check/hooks.ts';
import type { CodePlace } from '../check/places.ts';
import { runCode, statements } from '../check/send.ts';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Code, FilledCode } from '../nodes/code.ts';
import type { Hook } from '../nodes/node.ts';

/** Runs hooks in order, every statement of each; blank ones are nothing. A refusal is M506, at its place in the hook. */
export async function runHooks(
  session: Session,
  hooks: readonly Hook[],
  filled: (code: Code) => FilledCode,
  place: CodePlace,
): Promise<void> {
  for (const hook of hooks) await runHook(session, filled(hook), placeOfHook(hook, place));
}

/** Whether a hook belongs to its node's transaction. */
export function isInside({ isOutside }: Hook): boolean {
  return isOutside !== true;
}

export async function runHook(session: Session, hook: FilledCode, place: CodePlace): Promise<void> {
  let before = 0;
  for (const statement of statements(hook.text)) {
    const at = before;
    before += statement.length + 1;
    if (statement.trim() === '') continue;
    const map = hook.map.map((piece) => ({ ...piece, at: piece.at - at }));
    await runCode(session, '', { text: statement, map }).catch((error) => {
      throw new DiagnosticError(hookFindings(error, statement, place));
    });
  }
}
