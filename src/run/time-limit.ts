import { EngineError, type Session } from '../adapter/port.ts';
import { type CodePlace, spanOfPlace } from '../check/places.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Node } from '../nodes/node.ts';
import { secondsOf } from '../nodes/time-span.ts';
import { placeOf, type RunContext, type TimeLimit } from './context.ts';

/** The limit of a node, which begins now; null for one that may take as long as it likes. */
export function timeLimit(context: RunContext, node: Node): TimeLimit | null {
  const written = node.resource === 'model' || node.resource === 'seed' ? node.config.timeout : null;
  if (written === null) return null;
  const running = new Set<Pick<Session, 'interrupt'>>();
  let isOver = false;
  const timer = setTimeout(
    () => {
      isOver = true;
      for (const session of running) session.interrupt();
    },
    longest((secondsOf(written) ?? 0) * 1000),
  );
  const tooLong = () => overdue(written, placeOf(context, node));
  return {
    during: async (session, statement) => {
      if (isOver) throw tooLong();
      running.add(session);
      try {
        return await statement();
      } catch (error) {
        throw isOver && error instanceof EngineError && error.kind === 'interrupted' ? tooLong() : error;
      } finally {
        running.delete(session);
      }
    },
    excess: () => (isOver ? tooLong() : null),
    end: () => clearTimeout(timer),
  };
}

/** What a timer takes; beyond it a limit of three weeks is none. */
function longest(milliseconds: number): number {
  return Math.min(milliseconds, 2 ** 31 - 1);
}

function overdue(written: string, place: CodePlace): DiagnosticError {
  return new DiagnosticError([
    diagnostic('M537', `it took longer than its \`timeout\` of ${written}`, {
      labels: [{ span: spanOfPlace(place.declared, place.readText), text: 'stopped' }],
      help: 'give it more time with `timeout`, or less to do',
      node: place.node,
    }),
  ]);
}
