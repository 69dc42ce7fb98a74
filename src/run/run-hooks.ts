import { findings } from '../check/errors.ts';
import type { CodePlace } from '../check/places.ts';
import type { Hook } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { RunContext } from './context.ts';
import { isInside, runHook } from './hooks.ts';
import { publish, read } from './publish.ts';
import { fillCode, scansOf } from './resolve.ts';
import { type Outcome, operationResult } from './results.ts';

export type HookTime = 'on-run-start' | 'on-run-end';

/**
 * Runs the hooks of the whole run in order, each in a transaction of its own, or outside of any where it says so; the
 * first that fails is the last.
 */
export async function runProjectHooks(
  context: RunContext,
  time: HookTime,
  hooks: readonly Hook[],
  tell: (result: NodeResult) => void,
): Promise<boolean> {
  for (const [index, hook] of hooks.entries()) {
    const result = await projectHook(context, time, hook, index);
    tell(result);
    if (result.status === 'error') return false;
  }
  return true;
}

async function projectHook(context: RunContext, time: HookTime, hook: Hook, index: number): Promise<NodeResult> {
  const { project } = context.manifest;
  const watch = context.clock.start();
  const name = `${time}-${index}`;
  const place: CodePlace = {
    node: name,
    declared: hook.place,
    compiled: null,
    readText: context.effects.readText,
  };
  let outcome: Outcome;
  try {
    const code = fillCode(context, hook, null, await scansOf(context, [hook]));
    if (isInside(hook)) {
      await publish(context, async (session) => {
        await runHook(session, code, place);
        return { keep: true, value: undefined };
      });
    } else {
      await read(context, (session) => runHook(session, code, place));
    }
    outcome = { status: 'success', compiled: code.text };
  } catch (error) {
    const diagnostics = findings(error, place, 'M506');
    outcome = { status: 'error', message: diagnostics[0]?.message ?? null, diagnostics };
  }
  return operationResult(`operation.${project}.${project}-${name}`, name, outcome, watch());
}
