{{!-- How far the energy that the sensors drew is from the batch's own, in each zone. While it runs alone the two are
equal; where the machine also stood still or ran another batch, the sensors drew at least the batch's. --}}
with settled_readings as (
  select machine_id, reading_zones.read_at, reading_rows.energy_kwh
  from {{ref "reading_zones"}} as reading_zones
  inner join {{ref "reading_rows"}} as reading_rows using (reading_id, machine_id)
  where reading_zones.ruled_out_by is null and reading_rows.outcome = 'kept'
  qualify count(*) over (partition by reading_id) = 1
)
select
  runs.batch_id,
  runs.time_zone,
  sum(
    case
      when runs.run_seconds = {{var "reading_minutes"}} * 60 then abs(settled_readings.energy_kwh - runs.energy_kwh)
      else greatest(0, runs.energy_kwh - settled_readings.energy_kwh)
    end
  ) / nullif(sum(runs.energy_kwh), 0) as energy_gap
from {{ref "batch_placement_readings"}} as runs
inner join settled_readings using (machine_id, read_at)
where settled_readings.energy_kwh is not null
group by batch_id, time_zone
