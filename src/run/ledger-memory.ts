import type { Adapter, ExistingRelation, Session } from '../adapter/port.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import type { LastBuild } from '../plan/reuse/judge.ts';
import { literal } from '../sql/literal.ts';
import { type Relation, relationName } from '../sql/relation.ts';
import type { KnownExternal } from './external-memory.ts';
import { type LedgerTables, ledgerSchema } from './ledger-tables.ts';

/** What the ledger knew when the run began. */
export interface Memory {
  /** The last version of each node that was published: where it stands now, else elsewhere. */
  readonly builds: ReadonlyMap<NodeId, LastBuild>;
  /** Nodes whose version stands where it belongs, while some of their last build is left to do. */
  readonly unfinished: ReadonlySet<NodeId>;
  readonly tests: ReadonlyMap<NodeId, { readonly status: string; readonly fingerprint: string | null }>;
  /** Stamps by relation, each with the number of the row that it was written as. */
  readonly stamps: ReadonlyMap<string, { readonly stamp: string; readonly seq: number }>;
  /** Files and folders of external models by their path, as they were written last; dropped ones are not among them. */
  readonly externals: ReadonlyMap<string, KnownExternal>;
  /** Relations that some run has made. */
  readonly made: ReadonlySet<string>;
  /** The greatest number of a row. */
  readonly seq: number;
}

export const noMemory: Memory = {
  builds: new Map(),
  unfinished: new Set(),
  tests: new Map(),
  stamps: new Map(),
  externals: new Map(),
  made: new Set(),
  seq: 0,
};

export function readMemory(adapter: Adapter, manifest: Manifest): Promise<Memory> {
  return adapter.read(async (session) => {
    const [builds, tests, stamps] = [await lastBuilds(session), await lastTests(session), await stampsIn(session)];
    return {
      builds: byNode(
        builds.filter(({ fingerprint }) => fingerprint !== null),
        manifest,
      ),
      unfinished: new Set(
        builds.filter((one) => one.fingerprint === null && isHere(one, manifest)).map(({ id }) => id),
      ),
      tests: new Map(tests.map((row) => [row.id, row])),
      stamps,
      externals: new Map((await lastExternals(session, null)).map((row) => [row.path, row])),
      made: await madeRelations(session),
      seq: await lastSeq(session),
    };
  });
}

/** Rows that say what stands there: one that was published and not finished is in place of the good one before it. */
export const standingRows =
  "status = 'published' or (status in ('success', 'partial success', 'reused') and fingerprint is not null)";

/** Rows of the first ledgers have no number; they come before all others, by their time. */
const numbered = 'coalesce(seq, epoch_ms(started_at) / 1e14)';

/** The last row for each value of a key. A ledger has all runs that ever were: to number all of its rows would cost more. */
export function newest(
  table: keyof LedgerTables,
  key: string,
  columns: string,
  where: string,
  ledger = ledgerSchema,
): string {
  const by = table === 'nodes' || table === 'tests' ? numbered : 'seq';
  return `select ${columns} from ${ledger}.${table} where rowid in (
    select arg_max(rowid, ${by}) from ${ledger}.${table} where ${where} group by ${key})`;
}

async function lastBuilds(session: Session): Promise<readonly PlacedBuild[]> {
  const isReplaced = 'coalesce(seq, 0) < max(coalesce(seq, 0)) over (partition by lower(relation))';
  const columns = `id, lower(relation) as relation, fingerprint, content, inputs, unsteady, seconds, row_count as rows, coalesce(seq, 0) as seq, ${isReplaced} as "isReplaced"`;
  const rows = await session.rows(newest('nodes', 'id, lower(relation)', columns, standingRows));
  return rows as unknown as readonly PlacedBuild[];
}

/** A version and the relation that it was built to. */
type PlacedBuild = LastBuild & { readonly relation: string | null };

/** Targets with schemas of their own may share a database: a node's version is the one that is where it belongs. */
function byNode(builds: readonly PlacedBuild[], manifest: Manifest): ReadonlyMap<NodeId, LastBuild> {
  const found = new Map<NodeId, PlacedBuild>();
  for (const one of builds) {
    const other = found.get(one.id);
    if (!other || isHere(one, manifest) || (!isHere(other, manifest) && one.seq > other.seq)) found.set(one.id, one);
  }
  return found;
}

function isHere({ id, relation }: PlacedBuild, { nodes }: Manifest): boolean {
  const node = nodes.get(id);
  const belongs = node?.resource === 'model' || node?.resource === 'seed' ? relationKey(node.relation) : null;
  return belongs === relation;
}

async function lastTests(
  session: Session,
): Promise<readonly Pick<LedgerTables['tests'], 'id' | 'status' | 'fingerprint'>[]> {
  const rows = await session.rows(newest('tests', 'id', 'id, status, fingerprint', "status <> 'skipped'"));
  return rows as unknown as readonly Pick<LedgerTables['tests'], 'id' | 'status' | 'fingerprint'>[];
}

/** Stamps by relation, of the adapter's own ledger or of another one. */
export async function stampsIn(session: Session, ledger = ledgerSchema): Promise<Memory['stamps']> {
  const rows = await session.rows(newest('stamps', 'relation', 'relation, stamp, seq', 'true', ledger));
  const stamps = rows as unknown as readonly Pick<LedgerTables['stamps'], 'relation' | 'stamp' | 'seq'>[];
  return new Map(stamps.map((row) => [row.relation, row]));
}

/** Files and folders that external models were written to last; `of` leaves only those of one project and target. */
export async function lastExternals(session: Session, of: Manifest | null): Promise<readonly KnownExternal[]> {
  const columns = 'path, status, model, relation, layout, stamp, invocation, seq';
  const last = newest('externals', 'path', columns, 'true');
  const runs = `select distinct invocation from ${ledgerSchema}.runs`;
  const own = of && `${runs} where project = ${literal(of.project)} and target = ${literal(of.target.name)}`;
  const rows = await session.rows(
    `select ${columns} from (${last}) as written where status <> 'dropped'${own ? ` and invocation in (${own})` : ''}`,
  );
  return rows as unknown as readonly KnownExternal[];
}

async function madeRelations(session: Session): Promise<ReadonlySet<string>> {
  return new Set((await lastMakers(session)).keys());
}

/** Who made a relation last. */
export interface Maker {
  readonly id: NodeId;
  readonly kind: string;
  readonly seq: number;
  readonly project: string | null;
  readonly target: string | null;
}

/** By relation; those that mart dropped again are not among them. */
export async function lastMakers(session: Session): Promise<ReadonlyMap<string, Maker>> {
  const there = "relation is not null and status in ('success', 'partial success', 'reused', 'published', 'dropped')";
  const about = 'id, status, invocation, coalesce(seq, 0) as seq';
  const rows = await session.rows(
    `with made as (
       ${newest('nodes', 'lower(relation)', `lower(relation) as relation, kind, ${about}`, there)}
       union all
       ${newest('tests', 'lower(stored_in)', `lower(stored_in) as relation, 'test' as kind, ${about}`, 'stored_in is not null')}
     ), last as (from made qualify row_number() over (partition by relation order by seq desc) = 1)
     select relation, id, kind, seq, project, target from last
     left join (select distinct invocation, project, target from ${ledgerSchema}.runs) as runs using (invocation)
     where status <> 'dropped'`,
  );
  return new Map(rows.map((row) => [String(row.relation), row as unknown as Maker]));
}

export async function lastSeq(session: Session): Promise<number> {
  const [row] = await session.rows(
    `select greatest(coalesce((select max(seq) from _mart.nodes), 0), coalesce((select max(seq) from _mart.tests), 0),
       coalesce((select max(seq) from _mart.runs), 0), coalesce((select max(seq) from _mart.stamps), 0),
       coalesce((select max(seq) from _mart.externals), 0)) as seq`,
  );
  return Number(row?.seq ?? 0);
}

/** Models of which a table of the ledger has rows; `existing` is what stood there before the ledger was opened. */
export async function modelsIn(
  adapter: Adapter,
  existing: readonly ExistingRelation[],
  table: 'intervals' | 'quarantined',
): Promise<ReadonlySet<NodeId>> {
  if (!existing.some((one) => one.schema === ledgerSchema && one.name === table)) return new Set();
  const rows = await adapter.read((session) => session.rows(`select distinct model from ${ledgerSchema}.${table}`));
  return new Set(rows.map(({ model }) => String(model)));
}

export function relationKey(relation: Relation): string {
  return relationName(relation).toLowerCase();
}

/** The recipes of the last builds of some nodes, as JSON. */
export async function readRecipes(
  adapter: Adapter,
  { builds }: Memory,
  ids: Iterable<NodeId>,
): Promise<ReadonlyMap<NodeId, string>> {
  const numbers = [...ids].flatMap((id) => builds.get(id)?.seq ?? []);
  if (numbers.length === 0) return new Map();
  const rows = await adapter.read((session) =>
    session.rows(
      `select id, recipe from ${ledgerSchema}.nodes where seq in (${numbers.join(', ')}) and recipe is not null`,
    ),
  );
  return new Map(rows.map((row) => [String(row.id), String(row.recipe)]));
}
