import type { Row, Session } from '../adapter/port.ts';
import { findings } from '../check/errors.ts';
import { spanOfPlace } from '../check/places.ts';
import { codeRows, runCode } from '../check/send.ts';
import { badRowsSql, failuresOf, type Wrapped } from '../check/test-query.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { FilledCode } from '../nodes/code.ts';
import { type DataTest, displayName } from '../nodes/node.ts';
import { literal } from '../sql/literal.ts';
import { relationName, relationSql } from '../sql/relation.ts';
import type { RunContext } from './context.ts';
import { placeOf } from './context.ts';
import type { Outcome } from './results.ts';

const sampled = 5;

/** Whether a test's bad rows are to be kept. */
export function storesFailures(context: RunContext, test: DataTest): boolean {
  return test.config.store_failures || context.plan.options.storeFailures;
}

/**
 * Runs a test's query on what the session sees. Bad rows are counted and judged by `severity`, `error_if` and
 * `warn_if`, which are SQL, as dbt does; `store` puts them in the test's relation first and counts them there.
 */
export async function runTest(
  context: RunContext,
  session: Session,
  test: DataTest,
  code: FilledCode,
  store: boolean,
): Promise<Outcome> {
  const compiled = code.text;
  const bad = badRowsSql(test, code);
  if (!store) return { ...(await judge(context, session, test, bad)), compiled };
  const kind = test.config.store_failures_as ?? 'table';
  const relation = relationSql(test.relation);
  const existing = context.relations.kind(test.relation);
  if (existing !== null && existing !== kind) await session.run(`drop ${existing} if exists ${relation}`);
  await runCode(session, `create or replace ${kind} ${relation} as\n${bad.before}`, bad.body, bad.after);
  const stored = { before: '', body: { text: `select * from ${relation}`, map: [] }, after: '' };
  return { ...(await judge(context, session, test, stored)), compiled };
}

async function judge(context: RunContext, session: Session, test: DataTest, bad: Wrapped): Promise<Outcome> {
  const { severity, fail_calc } = test.config;
  const { before, body, after } = failuresOf(test, bad);
  const [row] = await codeRows(session, before, body, after);
  if (row?.failures === null || row?.failures === undefined) {
    return cannotRun(context, test, `\`fail_calc\` gave null: \`${fail_calc}\``);
  }
  const isError = severity === 'error' && row.is_error === true;
  if (!isError && row.is_warning !== true) return { status: 'pass', failures: 0 };
  const failures = Number(row.failures);
  const message = verdict(test, failures, isError);
  const sample = await codeRows(
    session,
    `select * from (\n${bad.before}`,
    bad.body,
    `${bad.after}\n) as mart_sample limit ${sampled}`,
  );
  const found = foundBadRows(context, test, message, isError, sample);
  return { status: isError ? 'fail' : 'warn', failures, message, diagnostics: [found] };
}

function verdict(test: DataTest, failures: number, isError: boolean): string {
  const { fail_calc, error_if, warn_if } = test.config;
  const counted = fail_calc.replaceAll(' ', '') === 'count(*)';
  const found = counted ? `${failures} bad row${failures === 1 ? '' : 's'}` : `\`${fail_calc}\` is ${failures}`;
  const limit = isError ? error_if : warn_if;
  if (limit.replaceAll(' ', '') === '!=0') return found;
  return `${found}, ${isError ? 'an error' : 'a warning'} if ${limit.trim()}`;
}

function foundBadRows(
  context: RunContext,
  test: DataTest,
  message: string,
  isError: boolean,
  sample: readonly Row[],
): Diagnostic {
  const place = placeOf(context, test);
  const stored = storesFailures(context, test);
  return diagnostic('M601', `${test.name}: ${message}`, {
    severity: isError ? 'error' : 'warning',
    labels: [{ span: spanOfPlace(place.declared, place.readText), text: 'this test' }],
    notes: [...sample.map(rowText), ...(place.compiled ? [`compiled SQL: ${place.compiled}`] : [])],
    help: stored
      ? `the bad rows are in ${relationName(test.relation)}: \`mart show --sql 'select * from ${relationName(test.relation)}'\``
      : '`store_failures: true` keeps the bad rows in a table',
    node: displayName(test),
  });
}

const longest = 60;

function rowText(row: Row): string {
  const cells = Object.entries(row).map(([name, value]) => {
    const text = literal(value);
    return `${name} = ${text.length > longest ? `${text.slice(0, longest)}…` : text}`;
  });
  return cells.join(', ');
}

/** A test whose query the engine refuses, or that gives no count. */
function cannotRun(context: RunContext, test: DataTest, message: string): Outcome {
  const place = placeOf(context, test);
  const labels = [{ span: spanOfPlace(place.declared, place.readText), text: 'this test' }];
  const found = diagnostic('M602', message, { labels, node: displayName(test) });
  return { status: 'error', message, diagnostics: [found] };
}

/** What was thrown by a test's query as its result. */
export function testError(context: RunContext, test: DataTest, error: unknown, compiled: string): Outcome {
  const diagnostics = findings(error, placeOf(context, test), 'M602');
  return { status: 'error', message: diagnostics[0]?.message ?? null, compiled, diagnostics };
}
