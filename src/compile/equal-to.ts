import { identifier } from '../sql/identifier.ts';

/**
 * The query of `equal_to`: rows of either relation that the other lacks, by key, and rows whose columns differ. NULL
 * equals NULL. A number as tolerance is an absolute difference; text with a percent sign is relative to the other side.
 */
export function equalTo(
  model: string,
  other: string,
  key: readonly string[],
  columns: readonly string[],
  tolerance: unknown,
): string {
  const taken = [...key, ...columns].map(identifier).join(', ');
  const joined = key.map((name) => `mine.${identifier(name)} is not distinct from other.${identifier(name)}`);
  const same = columns.map((name) => sameValue(identifier(name), tolerance));
  return `select
  ${key.map((name) => `coalesce(mine.${identifier(name)}, other.${identifier(name)}) as ${identifier(name)}`).join(', ')},
  case when other.is_there is null then 'only here' when mine.is_there is null then 'only there' else 'differs' end as difference,
  ${columns.map((name) => `mine.${identifier(name)} as ${identifier(name)}, other.${identifier(name)} as ${identifier(`other_${name}`)}`).join(', ')}
from (select ${taken}, true as is_there from ${model}) as mine
full join (select ${taken}, true as is_there from ${other}) as other on ${joined.join(' and ')}
where mine.is_there is null or other.is_there is null or not (${same.join(' and ') || 'true'})`;
}

function sameValue(column: string, tolerance: unknown): string {
  const equal = `mine.${column} is not distinct from other.${column}`;
  if (tolerance === undefined || tolerance === null) return `(${equal})`;
  const [mine, other] = [`try_cast(mine.${column} as double)`, `try_cast(other.${column} as double)`];
  const text = String(tolerance).trim();
  const allowed = text.endsWith('%') ? `${Number(text.slice(0, -1)) / 100} * abs(${other})` : String(Number(text));
  return `(${equal} or coalesce(abs(${mine} - ${other}) <= ${allowed}, false))`;
}
