import type { Session } from '../adapter/port.ts';
import type { Inspected } from '../check/intake.ts';
import { spanOfPlace } from '../check/places.ts';
import { type FoundFile, scanOf } from '../check/source-files.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Model, type Source } from '../nodes/node.ts';
import type { Quarantined } from '../nodes/result.ts';
import { literal } from '../sql/literal.ts';
import type { Relation } from '../sql/relation.ts';
import type { RunContext } from './context.ts';
import { insert } from './ledger-insert.ts';
import { relationKey } from './ledger-memory.ts';
import { ledgerSchema } from './ledger-tables.ts';

/** A file that is left out as a whole, and why. */
export interface RefusedFile {
  readonly file: FoundFile;
  readonly reason: string;
  /** Whether it can be read, and its contract does not allow it. */
  readonly isDrift: boolean;
}

/** What a build reads of the files of one source, and what it leaves out. */
export interface Leavings {
  readonly source: Source;
  readonly loaded: readonly FoundFile[];
  /** Those of the loaded files in which not everything fits. */
  readonly odd: readonly FoundFile[];
  readonly refused: readonly RefusedFile[];
  /** Shown paths whose rows go without others coming in their place. */
  readonly gone: readonly string[];
  /** Shown paths of which an earlier version stays loaded, and no later one is there to be refused. */
  readonly settled: readonly string[];
}

const table = `${ledgerSchema}.quarantined`;
/** Of a file as a whole. */
const whole = 'row_number is null';

/** Sorts files by what came of inspecting them. */
export function leavingsOf(source: Source, inspected: readonly Inspected[]): Leavings {
  const loaded: FoundFile[] = [];
  const odd: FoundFile[] = [];
  const refused: RefusedFile[] = [];
  for (const { file, inspection } of inspected) {
    if (!inspection.ok) refused.push({ file, reason: inspection.reason, isDrift: inspection.isDrift });
    else {
      loaded.push(file);
      if (inspection.misfits > 0) odd.push(file);
    }
  }
  return { source, loaded, odd, refused, gone: [], settled: [] };
}

/**
 * Writes down what a model leaves out of its sources, in place of what was written of the same files before; `isAnew` in
 * place of everything. In the transaction that loads the rest.
 */
export async function quarantine(
  context: RunContext,
  session: Session,
  model: Model,
  isAnew: boolean,
  leavings: readonly Leavings[],
): Promise<{ readonly count: Quarantined | null; readonly diagnostics: readonly Diagnostic[] }> {
  const own = `model = ${literal(model.id)} and relation = ${literal(relationKey(model.relation))}`;
  if (isAnew) await session.run(`delete from ${table} where ${own}`);
  const diagnostics: Diagnostic[] = [];
  let count: Quarantined = { files: 0, rows: 0, values: 0 };
  for (const { source, loaded, odd, refused, gone, settled } of leavings) {
    const of = `${own} and source = ${literal(sourceName(source))}`;
    if (!isAnew) {
      await forget(session, of, [...loaded.map(({ path }) => path), ...gone]);
      await forget(session, `${of} and ${whole}`, settled);
    }
    await keepRefused(context, session, model, source, of, refused);
    await addRows(context, session, model, source, odd);
    const found = odd.length === 0 ? { rows: 0, values: 0, lines: [] } : await counted(session, of, odd);
    count = { files: count.files + refused.length, rows: count.rows + found.rows, values: count.values + found.values };
    diagnostics.push(...told(context, model, source, found));
  }
  return { count: count.files + count.rows + count.values === 0 ? null : count, diagnostics };
}

/** What was left out of tables that are no more. */
export async function forgetQuarantine(session: Session, relations: readonly Relation[]): Promise<void> {
  const keys = relations.map((one) => literal(relationKey(one)));
  if (keys.length > 0) await session.run(`delete from ${table} where relation in (${keys.join(', ')})`);
}

/** A source as analysts name it: `landing.orders`. */
function sourceName(source: Source): string {
  return `${source.sourceName}.${source.name}`;
}

async function forget(session: Session, of: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await session.run(`delete from ${table} where ${of} and file in (${paths.map(literal).join(', ')})`);
}

/** Files that are refused as they were before keep what was written of them. */
async function keepRefused(
  context: RunContext,
  session: Session,
  model: Model,
  source: Source,
  of: string,
  refused: readonly RefusedFile[],
): Promise<void> {
  if (refused.length === 0) return;
  const { invocation, now } = context.effects;
  const known = await session.rows(`select file, sha256, reason from ${table} where ${of} and ${whole}`);
  const fresh = [];
  for (const { file, reason } of refused) {
    const sha256 = await context.files.hash(file);
    if (known.some((one) => one.file === file.path && one.sha256 === sha256 && one.reason === reason)) continue;
    fresh.push({
      ...{
        model: model.id,
        relation: relationKey(model.relation),
        source: sourceName(source),
        file: file.path,
        sha256,
      },
      ...{ row_number: null, column_name: null, value: null, reason, mode: 'freeze', record: null },
      ...{ invocation, recorded_at: now.toISOString() },
    });
  }
  await forget(
    session,
    `${of} and ${whole}`,
    fresh.map(({ file }) => file),
  );
  await insert(session, 'quarantined', fresh);
}

async function addRows(
  context: RunContext,
  session: Session,
  model: Model,
  source: Source,
  odd: readonly FoundFile[],
): Promise<void> {
  const { invocation, now } = context.effects;
  const misfits = odd.length === 0 ? null : context.adapter.misfits(scanOf(source, odd, now));
  if (misfits === null) return;
  const versions: string[] = [];
  for (const file of odd) versions.push(`(${literal(file.path)}, ${literal(await context.files.hash(file))})`);
  await session.run(
    `insert into ${table} (model, relation, source, file, sha256, row_number, column_name, value, reason, mode, record, invocation, recorded_at)
     select ${literal(model.id)}, ${literal(relationKey(model.relation))}, ${literal(sourceName(source))}, file, sha256, row_number, column_name, value, reason, mode, record, ${literal(invocation)}, ${literal(now.toISOString())}::timestamptz
     from (${misfits}) as misfits join (values ${versions.join(', ')}) as versions(file, sha256) using (file)`,
  );
}

interface Found {
  readonly rows: number;
  readonly values: number;
  /** The first of them, for people. */
  readonly lines: readonly { readonly mode: string; readonly text: string }[];
}

const shownLines = 3;

async function counted(session: Session, of: string, odd: readonly FoundFile[]): Promise<Found> {
  const these = `from ${table} where ${of} and row_number is not null and file in (${odd.map(({ path }) => literal(path)).join(', ')})`;
  const [row] = await session.rows(
    `select count(distinct (file, row_number)) filter (where mode = 'discard_row') as rows, count(*) filter (where mode = 'discard_value') as found ${these}`,
  );
  const first = await session.rows(
    `select mode, file, row_number, column_name, value, reason ${these} qualify row_number() over (partition by mode order by file, row_number) <= ${shownLines} order by file, row_number, column_name`,
  );
  const lines = first.map(({ mode, file, row_number, column_name, value, reason }) => {
    const what = column_name === null ? '' : ` ${JSON.stringify(value)} in column "${column_name}":`;
    return { mode: String(mode), text: `row ${row_number} of ${file}:${what} ${reason}` };
  });
  return { rows: Number(row?.rows ?? 0), values: Number(row?.found ?? 0), lines };
}

function told(context: RunContext, model: Model, source: Source, { rows, values, lines }: Found): Diagnostic[] {
  const name = displayName(source);
  const said = (code: 'M527' | 'M528', mode: string, message: string, all: number): Diagnostic => {
    const notes = lines.filter((one) => one.mode === mode).map(({ text }) => text);
    const more = all - notes.length;
    return diagnostic(code, message, {
      severity: 'warning',
      labels: [{ span: spanOfPlace(source.place, context.effects.readText), text: 'its files' }],
      notes: more > 0 ? [...notes, `and ${more} more`] : notes,
      help: `they are in \`${ledgerSchema}.quarantine\`: \`mart show --sql "select * from ${ledgerSchema}.quarantine where source = '${sourceName(source)}'"\``,
      node: model.name,
    });
  };
  const found: Diagnostic[] = [];
  if (rows > 0) {
    const message = `${rows === 1 ? '1 row' : `${rows} rows`} of ${name} did not fit and ${rows === 1 ? 'was' : 'were'} left out`;
    found.push(said('M527', 'discard_row', message, rows));
  }
  if (values > 0) {
    const message = `${values === 1 ? '1 value' : `${values} values`} of ${name} did not fit and ${values === 1 ? 'was' : 'were'} left out`;
    found.push(said('M528', 'discard_value', message, values));
  }
  return found;
}
