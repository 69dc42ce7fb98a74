{{!-- The zone of each batch. Where both are still open the sensors choose, then that nothing happened before the first
delivery, and else UTC is assumed. --}}
with ranked as (
  select
    *,
    {{> before_first_delivery time="started_at"}} as is_too_early,
    count(*) filter (ruled_out_by is null) over (partition by batch_id) as zones_open,
    max(ruled_out_by) over (partition by batch_id) as ruled_out_for
  from {{ref "batch_zones"}}
),
compared as (
  select
    *,
    count(distinct energy_gap) over (partition by batch_id) = 2 as energies_differ,
    count(distinct is_too_early) over (partition by batch_id) = 2 as one_is_too_early
  from ranked
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
    when one_is_too_early then 'first delivery'
    else 'assumed'
  end as time_rule
from compared
where ruled_out_by is null
qualify
  row_number() over (
    partition by batch_id
    order by case when energies_differ then energy_gap end nulls last, is_too_early, time_zone desc
  ) = 1
