import type { ConfigKind } from './rules.ts';

/** A configuration key that dbt has and mart has not: what to say of it. */
interface ForeignKey {
  readonly severity: 'error' | 'warning';
  readonly help: string;
  /** The value that says what is so anyway: nothing to say then. */
  readonly same?: unknown;
}

const all: Readonly<Record<string, ForeignKey>> = {
  docs: { severity: 'warning', help: 'take it away: every node has its page' },
  quoting: { severity: 'warning', help: 'take it away: every name is quoted, and names compare without case' },
  database: { severity: 'error', help: 'a target is one database: use `schema`' },
  packages: { severity: 'error', help: 'take it away: there are no packages' },
};

const table: Readonly<Record<string, ForeignKey>> = {
  ...all,
  persist_docs: { severity: 'warning', help: 'take it away: descriptions are kept in the manifest' },
  sql_header: { severity: 'error', help: 'use `pre_hook`' },
  indexes: { severity: 'error', help: 'use `post_hook`' },
};

const model: Readonly<Record<string, ForeignKey>> = {
  ...table,
  target_schema: { severity: 'error', help: 'use `schema`' },
  target_database: { severity: 'error', help: 'use `schema`' },
  invalidate_hard_deletes: { severity: 'error', help: 'use `hard_deletes: invalidate`' },
  dbt_valid_to_current: { severity: 'error', help: '`valid_to` is null while a row is current' },
  on_configuration_change: { severity: 'warning', help: 'take it away: there are no materialized views' },
  concurrent_batches: {
    severity: 'warning',
    help: 'take it away: intervals are built one after the other, each by all threads of the engine',
    same: false,
  },
  freshness: { severity: 'error', help: 'give `freshness` to a source' },
};

/** dbt's keys that mart knows and does not have, by kind of node. */
export const foreignKeys: Readonly<Record<ConfigKind, Readonly<Record<string, ForeignKey>>>> = {
  model,
  seed: table,
  source: all,
  test: { ...all, sql_header: { severity: 'error', help: 'write it in the test itself' } },
  unit_test: all,
  exposure: all,
};
