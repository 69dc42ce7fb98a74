import { spanOfPlace } from '../check/places.ts';
import { engineError } from '../check/send.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Model, type Node } from '../nodes/node.ts';
import { identifier } from '../sql/identifier.ts';
import { nodeOf, placeOf, type RunContext } from './context.ts';
import { withoutTime } from './materializations/microbatch.ts';
import { read } from './publish.ts';
import { eventTime, fileSources, inputSql, wholeScans } from './resolve.ts';

/** Inputs of a microbatch model whose rows have no time: no interval would show them (M522). */
export async function inputsWithoutTime(context: RunContext, model: Model): Promise<readonly Diagnostic[]> {
  if (context.plan.options.window.kind === 'empty') return [];
  const timed = model.code.inputs.map((id) => nodeOf(context, id)).filter((node) => eventTime(node) !== null);
  if (timed.length === 0) return [];
  const { scans } = await wholeScans(context, fileSources(context, [model.code]), '');
  const place = placeOf(context, model);
  return read(context, async (session) => {
    const found: Diagnostic[] = [];
    for (const node of timed) {
      const time = eventTime(node) ?? '';
      const sql = `select count(*) as n from ${inputSql(node, scans)} where ${identifier(time)} is null`;
      const [row] = await session.rows(sql).catch((error) => noTime(error, node, context));
      const count = Number(row?.n ?? 0);
      if (count > 0) found.push(withoutTime({ code: model.code, place }, `\`${displayName(node)}\``, time, count));
    }
    return found;
  });
}

function noTime(error: unknown, node: Node, { effects }: RunContext): never {
  const engine = engineError(error);
  if (engine?.kind !== 'column') throw error;
  const name = displayName(node);
  throw new DiagnosticError([
    diagnostic('M301', `\`event_time\` of \`${name}\` names \`${eventTime(node)}\`, which it does not have`, {
      labels: [{ span: spanOfPlace(node.place, effects.readText), text: 'this input' }],
      help:
        engine.candidates.length > 0
          ? `did you mean ${engine.candidates.map((one) => `\`${one}\``).join(', ')}?`
          : null,
      node: name,
    }),
  ]);
}
