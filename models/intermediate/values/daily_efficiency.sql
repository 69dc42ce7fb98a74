{{!-- The efficiency that a machine's readings show on a day. A day without one lies on the line between the days around
it that have one; before the first and after the last it is theirs. --}}
with days as (
  select
    reading_times.machine_id,
    cast(reading_times.read_at as date) as read_on,
    median(reading_rows.efficiency_pct) as measured_pct
  from {{ref "reading_times"}} as reading_times
  inner join {{ref "reading_rows"}} as reading_rows using (reading_id)
  where reading_rows.outcome = 'kept'
  group by reading_times.machine_id, read_on
),
neighbours as (
  select
    *,
    last_value(measured_pct ignore nulls) over until_now as pct_before,
    last_value(if(measured_pct is null, null, read_on) ignore nulls) over until_now as day_before,
    first_value(measured_pct ignore nulls) over from_now as pct_after,
    first_value(if(measured_pct is null, null, read_on) ignore nulls) over from_now as day_after
  from days
  window
    until_now as (partition by machine_id order by read_on rows between unbounded preceding and current row),
    from_now as (partition by machine_id order by read_on rows between current row and unbounded following)
)
select
  machine_id,
  read_on,
  measured_pct,
  coalesce(
    measured_pct,
    round(
      pct_before + (pct_after - pct_before) * date_diff('day', day_before, read_on) / date_diff('day', day_before, day_after),
      {{var "imputed_decimals"}}
    ),
    pct_before,
    pct_after
  ) as efficiency_pct
from neighbours
