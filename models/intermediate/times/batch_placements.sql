with {{> zones}}
select
  batch_id,
  time_zone,
  machine_id,
  source_file,
  source_row,
  delivered_on,
  written_start + behind_utc as started_at,
  written_end + behind_utc as ended_at,
  energy_kwh
from {{ref "batch_rows"}}
cross join zones
where outcome = 'kept'
