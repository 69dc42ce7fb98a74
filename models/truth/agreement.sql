{{config report=true}}
{{!-- What was compared with the truth over the judged days, and how much of it is right. --}}
with cells as (
  select *
  from {{ref "true_cells"}} as true_cells
  semi join {{ref "judged_days"}} as judged_days on judged_days.judged_on = true_cells.event_date
),
row_times (file, column_name, measure) as (
  values
    ('production_batches.csv', 'start_time', 'started_at'),
    ('production_batches.csv', 'end_time', 'ended_at'),
    ('sensor_logs.json', 'timestamp', 'read_at'),
    ('qc_checks.csv', 'check_time', 'checked_at'),
    ('operator_logs.csv', 'timestamp', 'logged_at')
),
days as (
  select 'daily counts by ' || part as measure, counts_are_exact as is_right
  from {{ref "daily_comparison"}}
  union all
  select 'daily energy by ' || part, energy_is_close
  from {{ref "daily_comparison"}}
),
counted as (
  select 1 as place, measure, count(*) as compared, count(*) filter (cells.is_right) as right_ones
  from cells
  inner join row_times using (file, column_name)
  group by measure
  union all
  select 2, if(is_damaged, 'damaged cells', 'clean cells'), count(*), count(*) filter (is_right)
  from cells
  group by is_damaged
  union all
  select 2, 'filled ' || column_name, count(*), count(*) filter (is_right)
  from cells
  where written is null and true_value is not null
  group by column_name
  union all
  select 3, 'pairs of copies claimed', sum(claimed_pairs), sum(right_pairs)
  from {{ref "duplicate_pairs"}}
  union all
  select 3, 'pairs of copies injected', sum(true_pairs), sum(right_pairs)
  from {{ref "duplicate_pairs"}}
  union all
  select 4, measure, count(*), count(*) filter (is_right)
  from days
  group by measure
)
select
  measure,
  cast(coalesce(compared, 0) as bigint) as compared,
  cast(coalesce(right_ones, 0) as bigint) as "right",
  cast(coalesce(compared - right_ones, 0) as bigint) as wrong,
  round(right_ones / nullif(compared, 0), 6) as share
from counted
order by place, measure
