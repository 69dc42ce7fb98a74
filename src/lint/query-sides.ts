import { type Comparison, type ImplicitCast, isAdaptable, type QueryText } from '../adapter/query-text.ts';
import { engineError } from '../check/send.ts';
import { namedCode, shadowCode } from '../check/shadow-code.ts';
import { nodesByStandIn, standInOf } from '../check/stand-ins.ts';
import type { Code, FilledCode } from '../nodes/code.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import type { Relation } from '../sql/relation.ts';
import { withoutSemicolon } from '../sql/statement.ts';
import { isSurprising, mayDiffer } from '../sql/type-family.ts';
import type { SideText } from './memory.ts';
import type { LintWorld } from './world.ts';

/** One side of `is_incremental` with what the engine says of its text. */
export interface Side extends SideText {
  readonly code: FilledCode;
}

interface Asked {
  readonly model: Model;
  readonly code: Code;
  readonly named: FilledCode;
}

/** So many queries are parsed at once: each question has a price of its own. */
const batch = 64;

/** Reads the queries of models, both sides of each; nothing where a model's columns are not known. */
export async function readSides(
  world: LintWorld,
  models: readonly Model[],
): Promise<ReadonlyMap<NodeId, readonly Side[]>> {
  const found = new Map<NodeId, readonly Side[]>();
  const left: Asked[] = [];
  for (const model of models) {
    const key = world.keys.get(model.id);
    if (!world.columns.has(model.id) || key === undefined) continue;
    const sides = codesOf(model).map((code) => ({ model, code, named: named(world, model, code) }));
    const before = world.memory.find(model.id, key);
    if (before)
      found.set(
        model.id,
        before.flatMap((text, at) => withCode(text, sides[at])),
      );
    else left.push(...sides);
  }
  const batches = Array.from({ length: Math.ceil(left.length / batch) }, (_, at) =>
    left.slice(at * batch, (at + 1) * batch),
  );
  const texts = (await Promise.all(batches.map((some) => readBatch(world, some)))).flat();
  for (const [at, asked] of left.entries()) {
    const text = texts[at];
    if (text) found.set(asked.model.id, [...(found.get(asked.model.id) ?? []), ...withCode(text, asked)]);
  }
  for (const { model } of left) {
    const key = world.keys.get(model.id);
    const sides = found.get(model.id)?.map(({ text, casts }) => ({ text, casts }));
    if (key !== undefined && sides) world.memory.keep(model.id, key, sides);
  }
  return found;
}

function codesOf(model: Model): readonly Code[] {
  const { code, incrementalCode } = model.unexpanded ?? model;
  return incrementalCode ? [code, incrementalCode] : [code];
}

function withCode(text: SideText, asked: Asked | undefined): readonly Side[] {
  return asked ? [{ ...text, code: asked.named }] : [];
}

function named(world: LintWorld, model: Model, code: Code): FilledCode {
  const filled = namedCode(world.check, code, ownOf(model));
  return { ...filled, text: withoutSemicolon(filled.text) };
}

function ownOf(model: Model): Relation {
  return standInOf(model, []) ?? model.relation;
}

async function readBatch(world: LintWorld, asked: readonly Asked[]): Promise<readonly SideText[]> {
  const nodeOf = nodesByStandIn(new Set(asked.flatMap(({ model, code }) => tablesOf(world, model, code))));
  const columnsOf = (relation: Relation) => {
    const id = nodeOf(relation);
    return (id === null ? null : world.columns.get(id)) ?? null;
  };
  const shadow = await world.check.shadow();
  const queries = asked.map((one) => one.named.text);
  const texts = await shadow.read((session) => session.queryTexts(queries, columnsOf));
  return Promise.all(texts.map((text, at) => withCasts(world, asked[at], text)));
}

function tablesOf(world: LintWorld, model: Model, code: Code) {
  return [model, ...code.inputs.flatMap((id) => world.manifest.nodes.get(id) ?? [])];
}

/** Keeps of comparisons those for which the engine casts from one family of types to another. */
async function withCasts(world: LintWorld, asked: Asked | undefined, text: QueryText): Promise<SideText> {
  const inUsing = text.comparisons.filter(({ left }) => left.kind === 'using');
  const unsure = text.comparisons.filter(needsBinder);
  const all = asked && unsure.length > 0 ? await castsOf(world, asked) : [];
  const casts = all.filter(({ from, to }) => mayDiffer(from, to));
  const isCast = ({ at }: Comparison['left']) => casts.some((cast) => cast.at === at);
  const comparisons = [...inUsing, ...unsure.filter(({ left, right }) => isCast(left) || isCast(right))];
  return { text: { ...text, comparisons }, casts };
}

/** Whether only the binder knows that both sides have types of one family. */
function needsBinder({ left, right, isEquality }: Comparison): boolean {
  if (left.kind === 'using' || [left, right].some(isAdaptable)) return false;
  if (left.type === null || right.type === null) return true;
  return isSurprising(left.type, right.type, isEquality);
}

async function castsOf(world: LintWorld, { model, code }: Asked): Promise<readonly ImplicitCast[]> {
  const columnsOf = (id: NodeId) => world.columns.get(id) ?? [];
  const own = ownOf(model);
  try {
    if (code !== codesOf(model)[0]) await world.check.standIns.make(own, columnsOf(model.id));
    const filled = await shadowCode(world.check, code, own, columnsOf);
    const shadow = await world.check.shadow();
    return await shadow.read((session) => session.implicitCasts(withoutSemicolon(filled.text)));
  } catch (error) {
    // What only a run makes known is left to it.
    if (!engineError(error) || engineError(error)?.kind === 'interrupted') throw error;
    return [];
  }
}
