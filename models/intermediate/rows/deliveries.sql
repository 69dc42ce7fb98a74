with delivered as (
  select delivered_on, 1 as readings, 0 as batches, 0 as checks, 0 as notes
  from {{ref "reading_rows"}}
  union all
  select delivered_on, 0, 1, 0, 0
  from {{ref "batch_rows"}}
  union all
  select delivered_on, 0, 0, 1, 0
  from {{ref "check_rows"}}
  union all
  select delivered_on, 0, 0, 0, 1
  from {{ref "note_rows"}}
),
days as (
  select
    delivered_on,
    cast(sum(readings) as bigint) as readings,
    cast(sum(batches) as bigint) as batches,
    cast(sum(checks) as bigint) as checks,
    cast(sum(notes) as bigint) as notes
  from delivered
  where delivered_on is not null
  group by delivered_on
)
select
  delivered_on,
  readings,
  batches,
  checks,
  notes,
  min(delivered_on) over () as first_delivery,
  max(delivered_on) over () as last_delivery,
  count(*) over following_days = {{var "late_days"}} + 1 as has_its_late_rows,
  -- A sensor file that is missing or cut, of this day or of those that bring its late rows, leaves holes. After the
  -- last day that was read there are none to be late.
  count(*) over following_days = {{var "late_days"}} + 1
  and readings > 0
  and count(*) filter (readings > 0) over following_days
  = least(
      {{var "late_days"}} + 1,
      date_diff('day', delivered_on, max(delivered_on) filter (readings > 0) over ()) + 1
    ) as has_every_reading
from days
window following_days as (
  order by delivered_on range between current row and to_days({{var "late_days"}}) following
)
order by delivered_on
