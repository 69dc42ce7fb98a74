{{!-- The zone of each batch. Where both are still open the sensors choose, and without them UTC is assumed. --}}
with ranked as (
  select
    *,
    count(*) filter (ruled_out_by is null) over batch as zones_open,
    max(ruled_out_by) over batch as ruled_out_for,
    count(distinct energy_gap) over batch as gaps
  from {{ref "batch_zones"}}
  window batch as (partition by batch_id)
)
select
  batch_id,
  machine_id,
  started_at,
  ended_at,
  time_zone,
  case
    when zones_open = 1 then ruled_out_for
    when gaps = 2 then 'nearest energy'
    else 'assumed'
  end as time_rule
from ranked
where ruled_out_by is null
qualify
  row_number() over (
    partition by batch_id
    order by case when gaps = 2 then energy_gap end nulls last, time_zone desc
  ) = 1
