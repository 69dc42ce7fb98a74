{{!-- Days on which a machine's temperatures are in °F: standing still it would else be as much hotter than on its other
days as °F are more than °C. --}}
with standing_still as (
  select
    reading_times.machine_id,
    cast(reading_times.read_at as date) as read_on,
    median(reading_rows.temperature_c) as level
  from {{ref "reading_times"}} as reading_times
  inner join {{ref "reading_rows"}} as reading_rows using (reading_id)
  anti join {{ref "expected_energy"}} as expected_energy
    on expected_energy.machine_id = reading_times.machine_id and expected_energy.read_at = reading_times.read_at
  where reading_rows.outcome = 'kept' and reading_rows.temperature_c is not null
  group by reading_times.machine_id, read_on
),
compared as (
  select
    *,
    median(level) over (partition by machine_id) as usual_level
  from standing_still
)
select machine_id, read_on, level, usual_level
from compared
where
  abs(level - (usual_level * 1.8 + 32)) <= {{var "unit_tolerance"}} * abs(usual_level * 1.8 + 32)
  and abs(level - usual_level) > {{var "unit_tolerance"}} * abs(usual_level * 1.8 + 32)
