import type { NodeColumn } from '../check/lineage.ts';
import type { Inheritances } from '../compile/compilation.ts';
import type { ColumnSpec, TestSpec } from '../config/properties.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { type Model, type Node, type NodeId, versionedName } from '../nodes/node.ts';
import type { RawProject } from '../project/raw-project.ts';
import type { Effects } from './effects.ts';
import { openLineage } from './lineage-project.ts';
import type { Loaded } from './loaded.ts';

/**
 * What the columns of models inherit: a column that is one column of a parent, unchanged and under its own name, takes
 * over what the nearest one up that line says, where it says nothing itself.
 */
export async function inheritances(loaded: Loaded, raw: RawProject, effects: Effects): Promise<Inheritances> {
  const { manifest } = loaded;
  const specs = declaredColumns(raw);
  const open = await openLineage(loaded, effects);
  try {
    const same = await sameColumns(manifest, open.of);
    const specOf = ({ id, column }: NodeColumn) => specs.get(id)?.find(({ name }) => isSame(name, column));
    const found = new Map<NodeId, readonly ColumnSpec[]>();
    for (const node of manifest.nodes.values()) {
      if (!isHeir(node)) continue;
      const columns = open.checked.columns.get(node.id) ?? [];
      const own = columns.flatMap(({ name }) => inheritedColumn(node, name, specOf, same) ?? []);
      if (own.length > 0) found.set(node.id, own);
    }
    return found;
  } finally {
    await open.close();
  }
}

type Same = (column: NodeColumn) => NodeColumn | null;

/** The column of a parent that a column is, unchanged and under its name. */
async function sameColumns(
  manifest: Manifest,
  lineageOf: (
    model: Model,
  ) => Promise<{ readonly columns: readonly { name: string; kind: string; from: readonly NodeColumn[] }[] }>,
): Promise<Same> {
  const known = new Map<string, NodeColumn>();
  const models = [...manifest.nodes.values()].filter((node) => node.resource === 'model');
  await Promise.all(
    models.map(async (model) => {
      for (const { name, kind, from } of (await lineageOf(model)).columns) {
        const [only, second] = from;
        if (kind === 'pass-through' && only && !second && isSame(only.column, name))
          known.set(keyOf(model.id, name), only);
      }
    }),
  );
  return ({ id, column }) => known.get(keyOf(id, column)) ?? null;
}

function inheritedColumn(
  model: Model,
  name: string,
  specOf: (column: NodeColumn) => ColumnSpec | undefined,
  same: Same,
): ColumnSpec | null {
  const own = specOf({ id: model.id, column: name });
  const line: ColumnSpec[] = [];
  for (let at = same({ id: model.id, column: name }); at; at = same(at)) {
    const spec = specOf(at);
    if (spec) line.push(spec);
  }
  const wants = (what: 'description' | 'tests') => model.config.inherit.includes(what);
  const description = wants('description') ? line.find((one) => one.description.trim() !== '')?.description : undefined;
  const tests = wants('tests') ? (line.find((one) => one.tests.some(isHeritable))?.tests ?? []) : [];
  const [nearest] = line;
  const base = own ?? (nearest && { ...bare, name, place: nearest.place });
  if (!base) return null;
  const isSaid = base.description.trim() !== '';
  const added = tests.filter((test) => isHeritable(test) && !base.tests.some((one) => one.test === test.test));
  if ((isSaid || description === undefined) && added.length === 0) return null;
  return {
    ...base,
    description: isSaid ? base.description : (description ?? ''),
    tests: [...base.tests, ...added.map((test) => ({ ...test, name: null }))],
  };
}

const bare: Omit<ColumnSpec, 'name' | 'place'> = {
  description: '',
  dataType: null,
  quote: null,
  meta: {},
  tags: [],
  constraints: [],
  tests: [],
};

/** Values keep what a test says of them; whether they are there once is a matter of the rows, and `where` of other columns. */
function isHeritable({ test, config }: TestSpec): boolean {
  return test !== 'unique' && (config.values.where ?? null) === null;
}

/** What properties files say of columns, by node. */
function declaredColumns({ config, properties }: RawProject): ReadonlyMap<NodeId, readonly ColumnSpec[]> {
  const found = new Map<NodeId, readonly ColumnSpec[]>();
  for (const { models, seeds, sources } of properties) {
    for (const { name, columns, versions } of models) {
      found.set(`model.${config.name}.${name}`, columns);
      for (const one of versions) {
        found.set(`model.${config.name}.${versionedName(name, one.version)}`, one.columns ?? columns);
      }
    }
    for (const { name, columns } of seeds) found.set(`seed.${config.name}.${name}`, columns);
    for (const { sourceName, name, columns } of sources) {
      found.set(`source.${config.name}.${sourceName}.${name}`, columns);
    }
  }
  return found;
}

function isHeir(node: Node): node is Model {
  return node.resource === 'model' && node.config.inherit.length > 0;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function keyOf(id: NodeId, column: string): string {
  return `${id}\n${column.toLowerCase()}`;
}
