import type { ColumnType, Row } from '../adapter/port.ts';
import { engineError } from '../check/send.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type Model } from '../nodes/node.ts';
import { mostReportRows, type Report } from '../nodes/report.ts';
import type { NodeResult } from '../nodes/result.ts';
import { relationName, relationSql } from '../sql/relation.ts';
import type { RunContext } from './context.ts';
import { read } from './publish.ts';

/** Tells the rows of every model with `report: true` that is as this run wants it, in the order of the plan. */
export async function tellReports(context: RunContext, results: readonly NodeResult[]): Promise<void> {
  const { manifest, plan, effects, clock } = context;
  const good = new Set(results.filter(({ status }) => status === 'success' || status === 'reused').map(({ id }) => id));
  for (const { id } of plan.steps) {
    const node = manifest.nodes.get(id);
    if (node?.resource !== 'model' || !node.config.report || node.config.materialized === 'ephemeral') continue;
    if (!good.has(id) || effects.signal.aborted) continue;
    try {
      effects.listen({ type: 'report', at: clock.at(), report: await readReport(context, node) });
    } catch (error) {
      const engine = engineError(error);
      if (!engine) throw error;
      if (engine.kind === 'interrupted') return;
      const finding = diagnostic('M511', `the report \`${displayName(node)}\` could not be read: ${engine.message}`, {
        severity: 'warning',
        node: displayName(node),
        help: 'materialize it as a table, so that it fails where it is built',
      });
      effects.listen({ type: 'diagnostic', at: clock.at(), diagnostic: finding });
    }
  }
}

function readReport(context: RunContext, model: Model): Promise<Report> {
  const query = `select * from ${relationSql(model.relation)}`;
  return read(context, async (session) => {
    const columns = await session.columns(query);
    const rows = await session.rows(`${query} limit ${mostReportRows + 1}`);
    return {
      id: model.id,
      name: displayName(model),
      relation: relationName(model.relation),
      columns,
      rows: rows.slice(0, mostReportRows).map((row) => cells(columns, row)),
      cut: rows.length > mostReportRows,
    };
  });
}

const cells = (columns: readonly ColumnType[], row: Row): unknown[] => columns.map(({ name }) => plain(row[name]));

/** A value as JSON holds it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
