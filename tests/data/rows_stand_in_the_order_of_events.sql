{{config severity="warn"}}
{{!-- The contract: a file's rows stand in the order in which things happened. A zone decided wrongly breaks it. --}}
with events as (
  select source_file, source_row, read_at as happened_at from {{ref "sensor_logs"}}
  union all
  select source_file, source_row, started_at from {{ref "production_batches"}}
  union all
  select source_file, source_row, checked_at from {{ref "qc_checks"}}
  union all
  select source_file, source_row, logged_at from {{ref "operator_logs"}}
)
select source_file, source_row, happened_at
from events
qualify happened_at < max(happened_at) over (
  partition by source_file order by source_row rows between unbounded preceding and 1 preceding
)
