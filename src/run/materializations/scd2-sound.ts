import { literal } from '../../sql/literal.ts';
import type { Build } from './build.ts';
import { columnList, sameKey } from './columns.ts';
import { changes, gone, type History, refused } from './scd2-history.ts';

/**
 * What must hold of every history that was touched: at most one current version a key, and one where the row is there;
 * no empty version, no overlap, and no gap where a version ended just now and another one took its place.
 */
export async function refuseBroken(build: Build, { meta, key }: History, withGone: boolean): Promise<void> {
  const { session, relation, model } = build;
  const keys = columnList(key);
  const stays = model.config.hard_deletes === 'new_record' ? 1 : 0;
  const touched = [
    `select ${keys}, mart_start, 1 as mart_currents from ${changes}`,
    ...(withGone ? [`select ${keys}, mart_start, ${stays} as mart_currents from ${gone}`] : []),
  ].join(' union all ');
  const rows = await session.rows(
    [
      `select distinct ${keys} from (`,
      `select ${key.map((name) => `t.${columnList([name])}`).join(', ')}, t.${meta.validFrom} as a, t.${meta.validTo} as b, t.${meta.isCurrent} as is_last,`,
      `lead(t.${meta.validFrom}) over versions as next, n.mart_start, n.mart_currents,`,
      `count(*) filter (where t.${meta.validTo} is null) over (partition by ${key.map((name) => `t.${columnList([name])}`).join(', ')}) as currents`,
      `from ${relation} as t join (${touched}) as n on ${sameKey('n', 't', key)}`,
      `window versions as (partition by ${key.map((name) => `t.${columnList([name])}`).join(', ')} order by t.${meta.validFrom}))`,
      'where currents <> mart_currents or a is null or a >= b or next < b or (b is null and next is not null)',
      'or is_last is distinct from (b is null) or (b = mart_start and next > b) limit 3',
    ].join('\n'),
  );
  if (rows.length === 0) return;
  throw refused(build, 'M511', 'versions of one key would overlap', {
    notes: rows.map((row) => key.map((name) => `${name} = ${literal(row[name])}`).join(', ')),
    help: 'rows of the table were changed by hand: end or remove the wrong versions of these keys',
  });
}
