with {{> zones}}
select
  batch_rows.batch_id,
  time_zone,
  batch_rows.machine_id,
  batch_rows.source_file,
  batch_rows.source_row,
  batch_rows.delivered_on,
  batch_rows.written_start + behind_utc as started_at,
  batch_rows.written_end + behind_utc as ended_at,
  batch_rows.energy_kwh
from {{ref "batch_rows"}} as batch_rows
cross join zones
where batch_rows.outcome = 'kept'
