{{!-- How a machine's temperature and pressure rise with the share of the half hour that it runs. --}}
with readings as (
  select
    reading_rows.machine_id,
    temperatures.temperature_c,
    reading_rows.pressure_kpa,
    coalesce(expected_energy.run_seconds, 0) / ({{var "reading_minutes"}} * 60.0) as run_share
  from {{ref "reading_rows"}} as reading_rows
  inner join {{ref "reading_times"}} as reading_times using (reading_id)
  inner join {{ref "reading_temperatures"}} as temperatures using (reading_id)
  left join {{ref "expected_energy"}} as expected_energy
    on expected_energy.machine_id = reading_times.machine_id and expected_energy.read_at = reading_times.read_at
  where reading_rows.outcome = 'kept'
)
select
  machine_id,
  avg(temperature_c) as mean_temperature_c,
  avg(run_share) filter (temperature_c is not null) as mean_temperature_share,
  coalesce(regr_slope(temperature_c, run_share), 0) as temperature_slope,
  avg(pressure_kpa) as mean_pressure_kpa,
  avg(run_share) filter (pressure_kpa is not null) as mean_pressure_share,
  coalesce(regr_slope(pressure_kpa, run_share), 0) as pressure_slope
from readings
group by machine_id
