{{!-- The zone of each note. Where both are still open UTC is assumed. --}}
with ranked as (
  select
    *,
    count(*) filter (ruled_out_by is null) over (partition by log_id) as zones_open,
    max(ruled_out_by) over (partition by log_id) as ruled_out_for
  from {{ref "note_zones"}}
)
select
  log_id,
  logged_at,
  time_zone,
  case when zones_open = 1 then ruled_out_for else 'assumed' end as time_rule
from ranked
where ruled_out_by is null
qualify row_number() over (partition by log_id order by time_zone desc) = 1
