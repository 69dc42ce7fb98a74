import type { ColumnType } from '../../adapter/port.ts';
import { labelsAt } from '../../check/places.ts';
import { runCode } from '../../check/send.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Interval, timestampSql } from '../../nodes/interval.ts';
import { identifier } from '../../sql/identifier.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { columnList, columnsOf, distinctNames, knownColumns } from './columns.ts';
import { refuseDuplicates } from './keys.ts';
import { evolve } from './schema-change.ts';

const [delta, batch] = ['_mart_delta', '_mart_batch'];

/** Puts the rows of one interval in the place of those that the table has of it. */
export async function buildInterval(build: Build, interval: Interval): Promise<Built> {
  const { session, model } = build;
  await runCode(session, `create or replace temp table ${delta} as\n`, build.code);
  await distinctNames(build, delta);
  const known = await columnsOf(session, delta);
  const [eventTime = ''] = knownColumns(build, 'event_time', [model.config.event_time ?? ''], known);
  const key = knownColumns(build, 'unique_key', model.config.unique_key, known);
  const time = `cast(${identifier(eventTime)} as timestamp)`;
  const inside = `${time} >= ${timestampSql(interval.start)} and ${time} < ${timestampSql(interval.end)}`;
  const [row] = await session.rows(
    `select count(*) filter (where ${time} is null) as nulls, count(*) filter (where not (${inside})) as outside from ${delta}`,
  );
  const [nulls, outside] = [Number(row?.nulls ?? 0), Number(row?.outside ?? 0)];
  // Rows of an input that is not filtered belong to other intervals; those of one that is would be in none.
  if (outside > 0 && build.filtersInputs) throw strayRows(build, eventTime, outside);
  if (key.length > 0) {
    await session.run(`create or replace temp view ${batch} as select * from ${delta} where ${inside}`);
    await refuseDuplicates(build, batch, key);
    await session.run(`drop view ${batch}`);
  }

  const { rows, gone } = await replaceRows(build, known, inside);
  await session.run(`drop table ${delta}`);
  return {
    kind: 'table',
    rows,
    isChanged: !build.incremental || rows + gone > 0,
    diagnostics: nulls === 0 ? [] : [withoutTime(build, `\`${model.name}\``, eventTime, nulls)],
  };
}

async function replaceRows(build: Build, known: readonly ColumnType[], inside: string) {
  const { session, relation, model } = build;
  if (!build.incremental) {
    await makeRoom(session, relation, build.existing, 'table');
    const made = `create or replace table ${relation} as select * from ${delta} where ${inside}`;
    return { rows: await session.run(made), gone: 0 };
  }
  const columns = columnList(await evolve(build, delta, known));
  const which = [inside, ...model.config.incremental_predicates.map((one) => `(${one})`)].join(' and ');
  const gone = await session.run(`delete from ${relation} as DBT_INTERNAL_DEST where ${which}`);
  const added = `insert into ${relation} (${columns}) select ${columns} from ${delta} where ${inside}`;
  return { rows: await session.run(added), gone };
}

/** Rows that are in no interval, since they do not say when they happened (M522). */
export function withoutTime(
  { code, place }: Pick<Build, 'code' | 'place'>,
  whose: string,
  eventTime: string,
  count: number,
): Diagnostic {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  return diagnostic(
    'M522',
    `${rows} of ${whose} ${count === 1 ? 'has' : 'have'} no \`${eventTime}\` and ${count === 1 ? 'is' : 'are'} left out`,
    {
      severity: 'warning',
      labels: labelsAt(code, null, 1, 'this model', place),
      help: `a row without a time is in no interval: give it one (\`coalesce(${eventTime}, …)\`), or leave it out before`,
      node: place.node,
    },
  );
}

function strayRows({ code, place }: Build, eventTime: string, count: number): DiagnosticError {
  const rows = count === 1 ? '1 row has' : `${count} rows have`;
  return new DiagnosticError([
    diagnostic('M523', `${rows} a \`${eventTime}\` outside of the interval that is built`, {
      labels: labelsAt(code, null, 1, 'this model', place),
      notes: ['its inputs were filtered by their own `event_time`: no interval would hold these rows'],
      help: `take \`event_time\` away from the input, and write the condition yourself: \`where ${eventTime} >= {{batch.start}} and ${eventTime} < {{batch.end}}\``,
      node: place.node,
    }),
  ]);
}
