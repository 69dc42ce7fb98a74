{{!-- The days that the plant was read or worked. --}}
with days as (
  select read_on as seen_on from {{ref "sensor_logs"}}
  union
  select production_date from {{ref "production_batches"}}
),
calendar as (
  select unnest(generate_series(min(seen_on)::timestamp, max(seen_on)::timestamp, interval 1 day))::date as date_day
  from days
)
select
  date_day,
  cast(strftime(date_day, '%Y%m%d') as integer) as date_key,
  year(date_day) as calendar_year,
  month(date_day) as calendar_month,
  day(date_day) as day_of_month,
  isodow(date_day) as day_of_week,
  dayname(date_day) as day_name,
  weekofyear(date_day) as calendar_week,
  isodow(date_day) > 5 as is_weekend
from calendar
