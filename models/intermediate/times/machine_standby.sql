{{!-- What a machine draws in a half hour in which it makes nothing. --}}
with running as (
  select distinct runs.machine_id, runs.read_at
  from {{ref "batch_placement_readings"}} as runs
  semi join {{ref "batch_times"}} as batch_times using (batch_id, time_zone)
)
select machine_id, median(reading_rows.energy_kwh) as standby_kwh
from {{ref "reading_zones"}} as reading_zones
inner join {{ref "reading_rows"}} as reading_rows using (reading_id, machine_id)
anti join running using (machine_id, read_at)
where reading_zones.ruled_out_by is null and reading_rows.outcome = 'kept'
group by machine_id
