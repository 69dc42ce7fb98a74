/** What every artifact says of the invocation that wrote it. */
export interface Invocation {
  readonly id: string;
  /** ISO instant at which it began. */
  readonly startedAt: string;
  readonly version: string;
  readonly project: string;
  readonly adapter: string;
}

const schemas = 'https://schemas.getdbt.com/dbt';

/** dbt's metadata, so that tools which read dbt's artifacts read these; `dbt_version` names the version they are like. */
export function metadata(
  artifact: 'manifest/v12' | 'run-results/v6' | 'catalog/v1' | 'sources/v3',
  invocation: Invocation,
): Record<string, unknown> {
  return {
    dbt_schema_version: `${schemas}/${artifact}.json`,
    dbt_version: '1.12.0',
    generated_at: invocation.startedAt,
    invocation_id: invocation.id,
    invocation_started_at: invocation.startedAt,
    env: { MART_VERSION: invocation.version },
  };
}
