{{!-- The zone of each batch. Where both are still open the sensors choose, and without them UTC is assumed. --}}
with ranked as (
  select
    *,
    count(*) filter (ruled_out_by is null) over (partition by batch_id) as zones_open,
    max(ruled_out_by) over (partition by batch_id) as ruled_out_for,
    count(distinct energy_gap) over (partition by batch_id) = 2 as energies_differ
  from {{ref "batch_zones"}}
)
select
  batch_id,
  machine_id,
  started_at,
  ended_at,
  time_zone,
  case
    when zones_open = 1 then ruled_out_for
    when energies_differ then 'nearest energy'
    else 'assumed'
  end as time_rule
from ranked
where ruled_out_by is null
qualify
  row_number() over (
    partition by batch_id
    order by case when energies_differ then energy_gap end nulls last, time_zone desc
  ) = 1
