import { EngineError, type FileScan, type Probe } from '../adapter/port.ts';
import { engineError } from '../check/send.ts';
import { contractOf, scanOf } from '../check/source-files.ts';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Source } from '../nodes/node.ts';
import type { RunContext } from './context.ts';
import { unreadable } from './resolve.ts';

/** What failed in a query over files: the first file that cannot be read, if there is one (M508), or the error itself. */
export async function blameFiles(context: RunContext, sources: readonly Source[], error: unknown): Promise<unknown> {
  const kind = engineError(error)?.kind;
  if (kind !== 'file' && kind !== 'conversion' && kind !== 'other') return error;
  for (const source of sources) {
    // What its files hold was looked at, and what does not fit is left out.
    if (contractOf(source) !== null) continue;
    for (const file of await context.files.find(source)) {
      const probe = await probed(context, scanOf(source, [file], context.effects.now));
      if (!probe.ok) return new DiagnosticError([unreadable(context, source, probe.reason)]);
    }
  }
  return error;
}

/** An interruption ends the search, and is not what failed. */
async function probed(context: RunContext, scan: FileScan): Promise<Probe> {
  return context.adapter.probe(scan).catch((error) => {
    if (error instanceof EngineError) return { ok: true, rows: 0 };
    throw error;
  });
}
