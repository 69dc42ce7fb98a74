{{!-- What a machine drew in the half hour before a reading, from the batches that ran in it. Idle half hours are
absent. --}}
select
  runs.machine_id,
  runs.read_at,
  cast(sum(runs.run_seconds) as bigint) as run_seconds,
  sum(runs.energy_kwh)
  + coalesce(any_value(machine_standby.standby_kwh), 0)
  * greatest(0, 1 - sum(runs.run_seconds) / ({{var "reading_minutes"}} * 60.0)) as energy_kwh
from {{ref "batch_placement_readings"}} as runs
semi join {{ref "batch_times"}} as batch_times using (batch_id, time_zone)
left join {{ref "machine_standby"}} as machine_standby using (machine_id)
group by runs.machine_id, runs.read_at
