import type { Manifest } from '../nodes/manifest.ts';
import type { Report } from '../nodes/report.ts';
import type { Invocation } from './metadata.ts';

/** What `reports.json` says of one model. */
interface Entry {
  readonly unique_id: string;
  readonly name: string;
  readonly relation_name: string;
  readonly description: string;
  /** The invocation that built it, and its instant. */
  readonly invocation_id: string;
  readonly built_at: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly description: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly cut: boolean;
}

/**
 * `target/reports.json`, in mart's own form: every model with `report: true` as it was last built. `before` is what the
 * file holds now, of any shape; entries of models that are no reports any more go.
 */
export function reportsJson(
  manifest: Manifest,
  invocation: Invocation,
  reports: readonly Report[],
  before: unknown,
): string {
  const fresh = new Map(reports.map((report) => [report.id, entryOf(manifest, invocation, report)]));
  const old = new Map(entriesOf(before).map((entry) => [entry.unique_id, entry]));
  const wanted = [...manifest.nodes.values()].filter((node) => node.resource === 'model' && node.config.report);
  return JSON.stringify({
    metadata: {
      mart_schema_version: 'reports/v1',
      mart_version: invocation.version,
      project_name: invocation.project,
      generated_at: invocation.startedAt,
      invocation_id: invocation.id,
    },
    reports: wanted.flatMap(({ id }) => fresh.get(id) ?? old.get(id) ?? []),
  });
}

function entryOf(manifest: Manifest, invocation: Invocation, report: Report): Entry {
  const model = manifest.nodes.get(report.id);
  const described = model?.resource === 'model' ? model : null;
  return {
    unique_id: report.id,
    name: report.name,
    relation_name: report.relation,
    description: described?.description ?? '',
    invocation_id: invocation.id,
    built_at: invocation.startedAt,
    columns: report.columns.map(({ name, type }) => ({
      name,
      type,
      description: described?.columns.find((column) => column.name === name)?.description ?? '',
    })),
    rows: report.rows,
    cut: report.cut,
  };
}

function entriesOf(value: unknown): Entry[] {
  const entries = (value as { reports?: unknown } | undefined)?.reports;
  if (!Array.isArray(entries)) return [];
  return entries.filter((entry): entry is Entry => typeof entry?.unique_id === 'string' && Array.isArray(entry.rows));
}
