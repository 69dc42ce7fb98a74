import type { ColumnType, TablePrints } from '../adapter/port.ts';
import { checkNodes } from '../check/check.ts';
import { type Printed, type PrintWorld, printReader } from '../check/prints.ts';
import type { CheckWorld } from '../check/world.ts';
import type { Code } from '../nodes/code.ts';
import type { Model, NodeId } from '../nodes/node.ts';
import type { LastBuild } from '../plan/reuse/judge.ts';
import { type Contents, inputsHash } from '../plan/reuse/recipe.ts';
import { type Change, changeOf, isSame, tableOf, wholeTable } from './column-changes.ts';

/** What a model reads, before a run and after it. */
export interface Reading {
  readonly before: Contents;
  readonly after: Contents;
}

/** The code of a model, before a run and after it. */
export interface Codes {
  readonly before: Code;
  readonly after: Code;
}

/** Follows changes column by column, through models that are looked at in the order of the graph. */
export interface Prover {
  /** What changed, of models that will be other ones. */
  readonly changes: ReadonlyMap<NodeId, Change>;
  /** A model that is built of another code, or for another reason than its inputs. */
  readonly rebuilt: (model: Model, codes: Codes, reading: Reading) => Promise<void>;
  /** Whether a model whose inputs have changed gives the same all the same. */
  readonly isUntouched: (model: Model, last: LastBuild, reading: Reading) => Promise<boolean>;
}

export function prover(world: CheckWorld): Prover {
  const changes = new Map<NodeId, Change>();
  const sides = sidesOf(world, changes);
  const read = printReader(world);
  /** Nothing where one of the two cannot be told. A code over tables whose columns stay is bound once. */
  const both = async (model: Model, codes: Codes, reading: Reading): Promise<readonly Printed[]> => {
    const before = await sides(model, codes.before, reading, 'before');
    const after = await sides(model, codes.after, reading, 'after');
    const shape = ({ columns }: PrintWorld) => JSON.stringify([...columns]);
    if (codes.before === codes.after && shape(before) === shape(after)) {
      return (await read(model, codes.after, { ...after, tables: [...before.tables, ...after.tables] })) ?? [];
    }
    const first = await read(model, codes.before, before);
    const second = first && (await read(model, codes.after, after));
    return first && second ? [...first, ...second] : [];
  };
  /** The code of that time has to give the columns that stand there, to the last type. */
  const isWhatStands = async ({ relation }: Model, { types }: Printed): Promise<boolean> =>
    JSON.stringify(await world.warehouse?.columns(relation)) === JSON.stringify(types);
  return {
    changes,
    rebuilt: async (model, codes, reading) => {
      if (!isPlain(model) || !isKnown(reading, changes, [...codes.before.inputs, ...codes.after.inputs])) return;
      const [before, after] = await both(model, codes, reading);
      if (!before || !after || !(await isWhatStands(model, before))) return;
      changes.set(model.id, changeOf(model, before, after));
    },
    isUntouched: async (model, last, reading) => {
      const codes = model.incrementalCode ? [model.code, model.incrementalCode] : [model.code];
      const inputs = codes.flatMap((code) => code.inputs);
      // What a hook does with its inputs cannot be seen, nor what a model says that it depends on.
      if (model.preHooks.length + model.postHooks.length > 0 || last.unsteady !== null) return false;
      if (last.inputs !== inputsHash(reading.before) || !isKnown(reading, changes, inputs)) return false;
      let isUntouched = true;
      for (const code of codes) {
        const [before, after] = await both(model, { before: code, after: code }, reading);
        if (!before || !after || (isPlain(model) && !(await isWhatStands(model, before)))) return false;
        if (isSame(before, after)) continue;
        isUntouched = false;
        if (isPlain(model) && codes.length === 1) changes.set(model.id, changeOf(model, before, after));
      }
      return isUntouched;
    },
  };
}

/** Its rows are those of its query, and nothing else has a hand in them. */
function isPlain({ config, preHooks, postHooks }: Model): boolean {
  return (
    (config.materialized === 'table' || config.materialized === 'view') && preHooks.length + postHooks.length === 0
  );
}

/** Whether everything that changed is read by the code itself, and known by its columns. */
function isKnown({ before, after }: Reading, changes: ReadonlyMap<NodeId, Change>, read: readonly NodeId[]): boolean {
  return Object.keys(after).every((id) => {
    return (after[id] !== null && before[id] === after[id]) || (changes.has(id) && read.includes(id));
  });
}

type When = keyof Reading;

/** What the tables are that a code reads, at one of the two moments. */
function sidesOf(world: CheckWorld, changes: ReadonlyMap<NodeId, Change>) {
  const { nodes } = world.manifest;
  const known = new Map<NodeId, Promise<readonly ColumnType[] | null>>();
  const standing = async (id: NodeId): Promise<readonly ColumnType[] | null> => {
    const node = nodes.get(id);
    if (node?.resource === 'model' || node?.resource === 'seed')
      return (await world.warehouse?.columns(node.relation)) ?? null;
    return (await checkNodes(world, new Set([id]))).columns.get(id) ?? null;
  };
  const columnsOf = (id: NodeId, when: When): Promise<readonly ColumnType[] | null> => {
    const change: Printed | undefined = changes.get(id)?.[when];
    if (change) return Promise.resolve(change.types);
    const found = known.get(id) ?? standing(id);
    known.set(id, found);
    return found;
  };
  return async (model: Model, code: Code, reading: Reading, when: When): Promise<PrintWorld> => {
    const columns = new Map<NodeId, readonly ColumnType[]>();
    for (const id of new Set([...code.inputs, model.id])) {
      const found = await columnsOf(id, when);
      if (found) columns.set(id, found);
    }
    const tables = (id: NodeId): TablePrints | null => {
      const node = nodes.get(id);
      if (!node) return null;
      if (id === model.id) return wholeTable(node, 'itself');
      const change = changes.get(id);
      const content = reading[when][id];
      if (change) return tableOf(change[when]);
      return content ? wholeTable(node, content) : null;
    };
    return { columns, tables: [tables] };
  };
}
