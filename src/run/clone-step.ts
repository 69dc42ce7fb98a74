import type { Session } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import type { Model, Seed } from '../nodes/node.ts';
import type { NodeResult } from '../nodes/result.ts';
import type { Step } from '../plan/plan.ts';
import { type Recipe, recipeFor } from '../plan/reuse/recipe.ts';
import { literal } from '../sql/literal.ts';
import { relationSql } from '../sql/relation.ts';
import { placeOf, type RunContext } from './context.ts';
import { relationKey } from './ledger-memory.ts';
import { copyTable } from './materializations/copy.ts';
import type { Donor, Offer } from './offer.ts';
import { placeKey } from './offers.ts';
import { publish } from './publish.ts';
import { kindOf, nodeResult } from './results.ts';
import { tableStep } from './table-step.ts';
import { verifyResults } from './verify.ts';

/**
 * Copies the version of a node that stands somewhere else, with what its ledger knows: of what it was made, which files
 * and intervals are in it. So the next build finds it as if it had been built here. A view has no rows to be copied: it
 * is made anew where it would be the same.
 */
export async function cloneStep(
  context: RunContext,
  step: Step,
  node: Model | Seed,
  thread: string,
): Promise<readonly NodeResult[]> {
  const { donor } = context.effects;
  if (!donor) throw new Error('nobody says where a clone comes from');
  const watch = context.clock.start();
  const offer = donor.of(node);
  const left = whyNot(context, donor, node, offer);
  if (left !== null || !offer) return [nodeResult(node, { status: 'no-op', message: left }, watch(), thread)];
  if (offer.kind === 'view') return tableStep(context, { ...step, audits: [] }, node, thread);
  const copied = (rows: number): NodeResult =>
    nodeResult(node, { status: 'success', rows, message: `from ${donor.name}` }, watch(), thread);
  try {
    const rows = await publish(context, async (session) => {
      const existing = context.relations.kind(node.relation);
      const rows = await copyTable(session, relationSql(node.relation), existing, offer);
      await copyMemory(session, donor.ledger, node, offer);
      context.reuse.took(node, offer);
      await context.ledger.results(session, [copied(rows)]);
      return { keep: true, value: rows };
    });
    const own = copied(rows);
    await verifyResults(context, [own]);
    context.relations.set(node.relation, 'table');
    return [own];
  } catch (error) {
    context.reuse.undone(node.id);
    const diagnostics = findings(error, placeOf(context, node));
    const message = diagnostics[0]?.message ?? null;
    return [nodeResult(node, { status: 'error', message, diagnostics }, watch(), thread)];
  }
}

/** Why nothing is copied, in words; null when something is. */
function whyNot(context: RunContext, donor: Donor, node: Model | Seed, offer: Offer | null): string | null {
  if (context.relations.kind(node.relation) !== null && !context.plan.options.fullRefresh) return 'is there already';
  const kind = kindOf(node);
  if (kind === 'external') return 'is a file, which is not copied';
  if (!offer) return `${donor.name} has no version of it`;
  if ((offer.kind === 'view') !== (kind === 'view')) return `is a ${offer.kind} in ${donor.name}`;
  if (kind === 'view' && codeOf(offer) !== recipeFor(context.kitchen, node).code)
    return `is another view in ${donor.name}`;
  return null;
}

/** The hash of the SQL that made it. */
function codeOf({ recipe }: Offer): string {
  return (JSON.parse(recipe) as Recipe).code;
}

/** Which files were loaded into a table and what was left out of them, which intervals it is made of, and the SQL that made it. */
async function copyMemory(session: Session, ledger: string, { id, relation }: Model | Seed, offer: Offer) {
  const [to, from] = [literal(relationKey(relation)), literal(placeKey(offer.relation))];
  const model = literal(id);
  const code = literal(codeOf(offer));
  await session.run(
    `insert into _mart.codes by name from ${ledger}.codes
     where hash = ${code} and hash not in (select hash from _mart.codes)`,
  );
  for (const table of ['files', 'intervals', 'quarantined']) {
    await session.run(`delete from _mart.${table} where model = ${model} and relation = ${to}`);
    await session.run(
      `insert into _mart.${table} by name
       select * replace (${to} as relation) from ${ledger}.${table} where model = ${model} and relation = ${from}`,
    );
  }
}
