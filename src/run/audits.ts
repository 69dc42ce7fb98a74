import type { Session } from '../adapter/port.ts';
import { type CodePlace, spanOfPlace } from '../check/places.ts';
import { engineError } from '../check/send.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { DataTest, NodeId } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import type { Times } from './clock.ts';
import { nodeOf, type RunContext } from './context.ts';
import { runTest, storesFailures, testError } from './data-tests.ts';
import { fillCode, scansOf } from './resolve.ts';
import { nodeResult, type Outcome } from './results.ts';
import { type TakenRows, takeRows } from './stored-failures.ts';

/** What a node's tests said of its new version. */
export interface Audits {
  readonly results: readonly NodeResult[];
  /** Whether the version may be published. */
  readonly passed: boolean;
  /** Bad rows that would be undone with it. */
  readonly taken: readonly TakenRows[];
}

export const noAudits: Audits = { results: [], passed: true, taken: [] };

/**
 * Runs a node's tests on its new version, inside the transaction that made it: all of them, unless the engine refuses
 * one, which ends the transaction.
 */
export async function audit(
  context: RunContext,
  session: Session,
  ids: readonly NodeId[],
  thread: string,
): Promise<Audits> {
  const results: NodeResult[] = [];
  const stored: DataTest[] = [];
  let refused: NodeId | null = null;
  for (const id of ids) {
    const test = testOf(context, id);
    const watch = context.clock.start();
    if (refused !== null) {
      results.push(nodeResult(test, skippedBy(context, id, refused), watch(), thread));
      continue;
    }
    const { outcome, broken } = await judged(context, session, test);
    if (broken) refused = id;
    else if (storesFailures(context, test)) stored.push(test);
    results.push(nodeResult(test, outcome, watch(), thread));
  }
  const passed = results.every((one) => one.status === 'pass' || one.status === 'warn');
  const taken: TakenRows[] = [];
  if (!passed && refused === null) for (const test of stored) taken.push(await takeRows(session, test));
  return { results, passed, taken };
}

async function judged(
  context: RunContext,
  session: Session,
  test: DataTest,
): Promise<{ readonly outcome: Outcome; readonly broken: boolean }> {
  const code = fillCode(context, test.code, null, await scansOf(context, [test.code]));
  try {
    const outcome = await runTest(context, session, test, code, storesFailures(context, test));
    if (outcome.status === 'pass') await context.reuse.tested(session, test);
    return { outcome, broken: false };
  } catch (error) {
    if (engineError(error)?.kind === 'conflict') throw error;
    return { outcome: testError(context, test, error, code.text), broken: true };
  }
}

function testOf(context: RunContext, id: NodeId): DataTest {
  const node = nodeOf(context, id);
  if (node.resource !== 'test') throw new Error(`${id} audits, but is no data test`);
  return node;
}

function skippedBy(context: RunContext, own: NodeId, cause: NodeId | null): Outcome {
  if (cause === null) return { status: 'skipped', message: 'skipped: the run was stopped', cause };
  if (context.waiting.has(cause)) {
    context.waiting.add(own);
    return { status: 'waiting', message: `waiting for ${context.manifest.nodes.get(cause)?.name ?? cause}`, cause };
  }
  const name = context.manifest.nodes.get(cause)?.name ?? cause.replace(/^operation\..*?-(?=on-run-)/, '');
  return { status: 'skipped', message: `skipped: ${name} failed`, cause };
}

/** Results of a step that did not run, its own last. */
export function skippedStep(
  context: RunContext,
  step: Step,
  cause: NodeId | null,
  thread: string,
): readonly NodeResult[] {
  const times = context.clock.start()();
  const tests = skippedAudits(context, step.audits, cause, times, thread);
  return [...tests, nodeResult(nodeOf(context, step.id), skippedBy(context, step.id, cause), times, thread)];
}

/** Results of tests whose node never came to be judged. */
export function skippedAudits(
  context: RunContext,
  ids: readonly NodeId[],
  cause: NodeId | null,
  times: Times,
  thread: string,
): readonly NodeResult[] {
  return ids.map((id) => nodeResult(nodeOf(context, id), skippedBy(context, id, cause), times, thread));
}

/** Why a node keeps its old version (M603). */
export function withheld(results: readonly NodeResult[], place: CodePlace): Diagnostic {
  const bad = results.filter((one) => one.status === 'fail' || one.status === 'error');
  const [first] = bad;
  const name = `\`${first?.name.replace(/^test:/, '') ?? ''}\``;
  const said = first?.status === 'fail' ? `found ${first.message}` : 'cannot run';
  const more = bad.length > 1 ? `, and ${bad.length - 1} more` : '';
  return diagnostic('M603', `not published: ${name} ${said}${more}`, {
    labels: [{ span: spanOfPlace(place.declared, place.readText), text: 'readers still see its old version' }],
    notes: bad.slice(1).map((one) => `${one.name}: ${one.message ?? one.status}`),
    node: place.node,
  });
}
