{{!-- The efficiency that a machine's readings show on a day; a day without one has that of the day before, or, at the
start, of the first day that has one. --}}
with days as (
  select
    reading_times.machine_id,
    cast(reading_times.read_at as date) as read_on,
    median(reading_rows.efficiency_pct) as measured_pct
  from {{ref "reading_times"}} as reading_times
  inner join {{ref "reading_rows"}} as reading_rows using (reading_id)
  where reading_rows.outcome = 'kept'
  group by reading_times.machine_id, read_on
)
select
  machine_id,
  read_on,
  measured_pct,
  coalesce(
    last_value(measured_pct ignore nulls) over (
      partition by machine_id order by read_on rows between unbounded preceding and current row
    ),
    first_value(measured_pct ignore nulls) over (
      partition by machine_id order by read_on rows between current row and unbounded following
    )
  ) as efficiency_pct
from days
