import { type ColumnType, EngineError } from '../adapter/port.ts';
import { type Diagnostic, DiagnosticError } from '../diagnostics/diagnostic.ts';
import type { Code } from '../nodes/code.ts';
import {
  displayName,
  type Hook,
  type Model,
  type Node,
  type NodeId,
  type Source,
  type UnitTest,
} from '../nodes/node.ts';
import { relationName } from '../sql/relation.ts';
import { checkSeed, checkSource } from './check-input.ts';
import { checkModel } from './check-model.ts';
import { checkTest } from './check-test.ts';
import { type Checked, unchecked, type Verdict } from './checked.ts';
import { findings } from './errors.ts';
import { checkHook } from './hooks.ts';
import { keyOf } from './node-key.ts';
import { shadowCode } from './shadow-code.ts';
import { declaredColumns } from './source-files.ts';
import { checkUnitTest } from './unit-tests/check-unit-test.ts';
import { inputsOfUnitTest, testedCode } from './unit-tests/inputs.ts';
import type { CheckWorld } from './world.ts';

/**
 * Binds nodes on the empty copy of the warehouse, parents first, several at once. What they read beside them is only
 * looked at for its columns: as it stands in the warehouse where there is one to ask, else as the project makes it.
 */
export async function checkNodes(world: CheckWorld, ids: ReadonlySet<NodeId>): Promise<Checked> {
  const verdicts = new Map<NodeId, Promise<Verdict>>();
  const verdictOf = (id: NodeId): Promise<Verdict> => {
    const found = verdicts.get(id) ?? checkNode(world, id, ids.has(id), verdictOf);
    verdicts.set(id, found);
    return found;
  };
  const { onRunStart } = world.manifest;
  // What they define, macros and other databases, is there for everything that follows.
  const first = onRunStart.filter(({ inputs }) => inputs.length === 0);
  const diagnostics = await checkRunHooks(world, first, verdictOf);
  await Promise.all([...ids].map(verdictOf));
  const hooks = [...onRunStart.filter(({ inputs }) => inputs.length > 0), ...world.manifest.onRunEnd];
  diagnostics.push(...(await checkRunHooks(world, hooks, verdictOf)));
  const { warnings, ...found } = await collected(verdicts, ids);
  return { ...found, diagnostics: [...diagnostics, ...warnings] };
}

async function collected(verdicts: ReadonlyMap<NodeId, Promise<Verdict>>, ids: ReadonlySet<NodeId>) {
  const columns = new Map<NodeId, readonly ColumnType[]>();
  const refused = new Map<NodeId, readonly Diagnostic[]>();
  const reasons = new Map<NodeId, string>();
  const keys = new Map<NodeId, string>();
  const warnings: Diagnostic[] = [];
  for (const [id, pending] of verdicts) {
    const verdict = await pending;
    if (verdict.kind === 'known') {
      columns.set(id, verdict.columns);
      warnings.push(...(verdict.warnings ?? []));
      if (verdict.key !== undefined) keys.set(id, verdict.key);
    } else if (!ids.has(id)) continue;
    else if (verdict.kind === 'refused') refused.set(id, verdict.diagnostics);
    else reasons.set(id, verdict.reason);
  }
  return { columns, keys, refused, unchecked: reasons, warnings };
}

type VerdictOf = (id: NodeId) => Promise<Verdict>;

async function checkNode(world: CheckWorld, id: NodeId, isWanted: boolean, verdictOf: VerdictOf): Promise<Verdict> {
  const node = world.manifest.nodes.get(id);
  if (!node) return unchecked('it is not there');
  if (node.resource === 'source') return sourceColumns(world, node, verdictOf);
  const standing = 'relation' in node && node.relation ? await world.warehouse?.columns(node.relation) : null;
  if (!isWanted && standing) return { kind: 'known', columns: standing };
  const inputs = await inputsOf(world, node, verdictOf);
  if (typeof inputs === 'string') return unchecked(inputs);
  const columnsOf = (input: NodeId) => inputs.get(input) ?? [];

  const key = keyOf(node, [...inputs, standing ?? null, ...testedParts(world, node)], world.textOf);
  const before = readsFiles(world, node) ? null : world.memory.find(id, key);
  if (before) return { kind: 'known', columns: before, key };
  const verdict = await withStrangers(world, async () => {
    if (node.resource === 'model') return checkModel(world, node, columnsOf, standing ?? null);
    if (node.resource === 'seed') return checkSeed(world, node);
    if (node.resource === 'test') return checkTest(world, node, columnsOf);
    if (node.resource === 'unit_test') return checkUnitTest(world, node, columnsOf);
    return { kind: 'known', columns: [] } as const;
  });
  if (verdict.kind !== 'known') return verdict;
  world.memory.keep(id, key, verdict.columns);
  return { ...verdict, key };
}

const fileRead = /\b(?:read_\w+|glob|sniff_csv|parquet_\w+)\s*\(|\b(?:from|join)\s+'/i;

/** What a query reads past every source may be another thing tomorrow. */
function readsFiles(world: CheckWorld, node: Node): boolean {
  return fileRead.test(world.textOf(node)) && codesOf(node).some(({ text }) => fileRead.test(text));
}

/** The columns of everything that a node's codes read, or why they are not known. */
function inputsOf(
  world: CheckWorld,
  node: Node,
  verdictOf: VerdictOf,
): Promise<ReadonlyMap<NodeId, readonly ColumnType[]> | string> {
  const ids = new Set(
    node.resource === 'unit_test' ? unitInputs(world, node) : codesOf(node).flatMap((code) => code.inputs),
  );
  ids.delete(node.id);
  return columnsOfInputs(world, ids, verdictOf);
}

/** A source that says nothing of its columns may be the table of a seed. */
async function sourceColumns(world: CheckWorld, source: Source, verdictOf: VerdictOf): Promise<Verdict> {
  const { relation } = source;
  if (!relation || declaredColumns(source).length > 0 || (await world.warehouse?.columns(relation)))
    return checkSource(world, source);
  const name = relationName(relation).toLowerCase();
  for (const node of world.manifest.nodes.values()) {
    if (node.resource === 'seed' && relationName(node.relation).toLowerCase() === name) return verdictOf(node.id);
  }
  return checkSource(world, source);
}

/** What decides about a unit test beside its own entry. */
function testedParts(world: CheckWorld, node: Node): readonly unknown[] {
  if (node.resource !== 'unit_test' || node.tested.kind === 'macro') return [];
  return [testedCode(node.tested, world.manifest.nodes.get(node.tested.model) as Model)];
}

/** A refused model has said what is wrong; its unit tests would only say it again. */
function unitInputs(world: CheckWorld, { tested }: UnitTest): readonly NodeId[] {
  if (tested.kind === 'macro') return [];
  const model = world.manifest.nodes.get(tested.model) as Model;
  const inputs = inputsOfUnitTest(tested, model);
  return tested.code === null ? [model.id, ...inputs] : inputs;
}

async function columnsOfInputs(
  world: CheckWorld,
  ids: Iterable<NodeId>,
  verdictOf: VerdictOf,
): Promise<ReadonlyMap<NodeId, readonly ColumnType[]> | string> {
  const found = new Map<NodeId, readonly ColumnType[]>();
  for (const id of ids) {
    const verdict = await verdictOf(id);
    if (verdict.kind === 'known') {
      found.set(id, verdict.columns);
      continue;
    }
    const input = world.manifest.nodes.get(id);
    const name = input ? displayName(input) : id;
    return verdict.kind === 'refused' ? `${name} is refused` : deeper(name, verdict.reason);
  }
  return found;
}

/** The first cause is enough. */
function deeper(name: string, reason: string): string {
  return /^\S+ (?:is refused|is unknown: )/.test(reason) ? reason : `${name} is unknown: ${reason}`;
}

function codesOf(node: Node): readonly Code[] {
  if (node.resource === 'test') return [node.unexpanded?.code ?? node.code];
  if (node.resource !== 'model') return [];
  const { code, incrementalCode } = node.unexpanded ?? node;
  return [
    code,
    ...(incrementalCode ? [incrementalCode] : []),
    ...node.preHooks,
    ...node.postHooks,
    ...(node.signal ? [node.signal] : []),
  ];
}

/**
 * A table that the node does not name by `ref` or `source` may stand in the warehouse all the same: then it is copied,
 * and the node asked again. One that the project makes, but nobody knows when, is left to the run.
 */
async function withStrangers(world: CheckWorld, work: () => Promise<Verdict>): Promise<Verdict> {
  const first = await work();
  if (missingTable(first) === null) return first;
  const strangers = world.warehouse ? await world.warehouse.standing() : world.memory.strangers();
  if (world.warehouse) world.memory.keepStrangers(strangers);
  for (const { relation, columns } of strangers) await world.standIns.makeMissing(relation, columns);
  const verdict = strangers.length > 0 ? await work() : first;
  const missing = missingTable(verdict)?.toLowerCase();
  for (const node of missing === undefined ? [] : world.manifest.nodes.values()) {
    if ((node.resource === 'model' || node.resource === 'seed') && node.relation.name.toLowerCase() === missing)
      return unchecked(`it reads ${displayName(node)} without \`ref\``);
  }
  return verdict;
}

function missingTable(verdict: Verdict): string | null {
  if (verdict.kind !== 'refused') return null;
  for (const { message } of verdict.diagnostics) {
    const name = /^table with name `?([^\s`]+)`? does not exist/.exec(message)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

async function checkRunHooks(world: CheckWorld, hooks: readonly Hook[], verdictOf: VerdictOf): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const hook of hooks) {
    const place = { node: 'a hook of the run', declared: hook.place, compiled: null, readText: world.readText };
    const inputs = await columnsOfInputs(world, hook.inputs, verdictOf);
    if (typeof inputs === 'string') continue;
    try {
      const filled = await shadowCode(world, hook, null, (id) => inputs.get(id) ?? []);
      await (await world.shadow()).read((session) => checkHook(session, filled, place));
    } catch (error) {
      if (!(error instanceof DiagnosticError || error instanceof EngineError)) throw error;
      found.push(...findings(error, place));
    }
  }
  return found;
}
