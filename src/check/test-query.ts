import type { FilledCode } from '../nodes/code.ts';
import type { DataTest } from '../nodes/node.ts';
import { withoutSemicolon } from '../sql/statement.ts';

/** A query around an author's own: `before`, the author's, `after`. */
export interface Wrapped {
  readonly before: string;
  readonly body: FilledCode;
  readonly after: string;
}

/** A test's bad rows. */
export function badRowsSql(test: DataTest, code: FilledCode): Wrapped {
  const limit = test.config.limit === null ? '' : ` limit ${test.config.limit}`;
  return {
    before: 'select * from (\n',
    body: { text: withoutSemicolon(code.text), map: code.map },
    after: `\n) as mart_rows${limit}`,
  };
}

/** How many bad rows there are and how bad that is: `severity`, `error_if` and `warn_if` are SQL, as dbt's. */
export function failuresSql(test: DataTest, code: FilledCode): Wrapped {
  return failuresOf(test, badRowsSql(test, code));
}

export function failuresOf(test: DataTest, { before, body, after }: Wrapped): Wrapped {
  const { error_if, warn_if, fail_calc } = test.config;
  return {
    before: `select ${fail_calc} as failures, ${fail_calc} ${error_if} as is_error, ${fail_calc} ${warn_if} as is_warning from (\n${before}`,
    body,
    after: `${after}\n) as mart_test`,
  };
}
