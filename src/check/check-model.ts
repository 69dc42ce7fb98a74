import type { ColumnType } from '../adapter/port.ts';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Code, FilledCode } from '../nodes/code.ts';
import type { Hook, Model, NodeId } from '../nodes/node.ts';
import { bindQuery } from './bind-query.ts';
import { unchecked, type Verdict } from './checked.ts';
import { refuseSameNames, strangeOptions, strangeProperties, tableColumns } from './columns.ts';
import { keepsPromises } from './contract.ts';
import { withoutTwins } from './delivery-columns.ts';
import { findings } from './errors.ts';
import { checkHook, placeOfHook } from './hooks.ts';
import { placeOfNode } from './node-place.ts';
import { engineError, oneStatement } from './send.ts';
import { shadowCode } from './shadow-code.ts';
import { standInOf } from './stand-ins.ts';
import type { CheckWorld } from './world.ts';

type ColumnsOf = (id: NodeId) => readonly ColumnType[];

/** What cannot be known before there are data or files. */
const untold: Readonly<Record<string, string>> = {
  data: 'its columns depend on the data',
  file: 'a file that it reads cannot be read yet',
};

/** Binds a model's query, both sides of `is_incremental`, and its hooks; `standing` are the columns of its table now. */
export async function checkModel(
  world: CheckWorld,
  model: Model,
  columnsOf: ColumnsOf,
  standing: readonly ColumnType[] | null,
): Promise<Verdict> {
  const place = placeOfNode(world.manifest, model, world.readText);
  const shadow = await world.shadow();
  const own = standInOf(model, []) ?? model.relation;
  const filled = (code: Code): Promise<FilledCode> => shadowCode(world, code, own, columnsOf);
  try {
    const query = await oneStatement(shadow, await filled(model.unexpanded?.code ?? model.code), place);
    const hooks = (all: readonly Hook[]) =>
      Promise.all(all.map(async (hook) => ({ code: await filled(hook), place: placeOfHook(hook, place) })));
    const first = model.signal ? [model.signal, ...model.preHooks] : model.preHooks;
    const [pre, post] = [await hooks(first), await hooks(model.postHooks)];
    const next = model.unexpanded ? model.unexpanded.incrementalCode : model.incrementalCode;
    const delta = next && (await oneStatement(shadow, await filled(next), place));
    const { make } = world.standIns;

    // One session, as in a run: temporary tables and variables of a hook are there for all that follows.
    const { columns, stored } = await shadow.read(async (session) => {
      if (standing && pre.some((hook) => hook.code.text.trim() !== '')) await make(own, standing, session);
      for (const hook of pre) await checkHook(session, hook.code, hook.place);
      const code = await withoutTwins(session, query);
      const columns = await bindQuery(session, code, place);
      refuseSameNames(columns, code, place);
      await keepsPromises(session, model, columns, code, place);
      const strange = [...strangeOptions(model, columns, code, place), ...strangeProperties(model, columns, place)];
      if (strange.length > 0) throw new DiagnosticError(strange);
      const stored = tableColumns(model, columns);
      if (!delta && post.length === 0) return { columns, stored };

      await make(own, delta && standing ? standing : stored, session);
      if (delta) {
        const code = await withoutTwins(session, delta);
        refuseSameNames(await bindQuery(session, code, place), code, place);
      }
      for (const hook of post) await checkHook(session, hook.code, hook.place);
      if (standing) await make(own, stored, session);
      return { columns, stored };
    });
    return { kind: 'known', columns: model.config.materialized === 'ephemeral' ? columns : stored };
  } catch (error) {
    const kind = engineError(error)?.kind;
    const reason = kind && untold[kind];
    if (reason) return unchecked(reason);
    return { kind: 'refused', diagnostics: findings(error, place) };
  }
}
