{{!-- The zone of each note. Where both are still open nothing happened before the first delivery, and else UTC is assumed. --}}
with ranked as (
  select
    *,
    {{> before_first_delivery time="logged_at"}} as is_too_early,
    count(*) filter (ruled_out_by is null) over (partition by log_id) as zones_open,
    max(ruled_out_by) over (partition by log_id) as ruled_out_for
  from {{ref "note_zones"}}
),
compared as (
  select
    *,
    count(distinct is_too_early) over (partition by log_id) = 2 as one_is_too_early
  from ranked
)
select
  log_id,
  logged_at,
  time_zone,
  case
    when zones_open = 1 then ruled_out_for
    when one_is_too_early then 'first delivery'
    else 'assumed'
  end as time_rule
from compared
where ruled_out_by is null
qualify row_number() over (partition by log_id order by is_too_early, time_zone desc) = 1
