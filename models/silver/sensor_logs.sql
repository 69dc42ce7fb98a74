with readings as (
  select
    reading_rows.* replace (temperatures.temperature_c as temperature_c),
    temperatures.temperature_unit,
    reading_times.read_at,
    reading_times.time_zone,
    reading_times.time_rule,
    coalesce(expected_energy.energy_kwh, machine_standby.standby_kwh) as expected_energy_kwh,
    coalesce(expected_energy.run_seconds, 0) / ({{var "reading_minutes"}} * 60.0) as run_share
  from {{ref "reading_rows"}} as reading_rows
  inner join {{ref "reading_times"}} as reading_times using (reading_id)
  inner join {{ref "reading_temperatures"}} as temperatures using (reading_id)
  left join {{ref "expected_energy"}} as expected_energy
    on expected_energy.machine_id = reading_times.machine_id and expected_energy.read_at = reading_times.read_at
  left join {{ref "machine_standby"}} as machine_standby on machine_standby.machine_id = reading_times.machine_id
  where reading_rows.outcome = 'kept'
)
select
  readings.reading_id,
  readings.machine_id,
  readings.machine_spelling,
  readings.machine_rule,
  readings.read_at,
  cast(readings.read_at as date) as read_on,
  readings.written_at,
  readings.time_zone,
  readings.time_rule,
  time_rules.confidence as time_confidence,
  date_diff('second', readings.read_at, readings.written_at)
  + case readings.time_zone when 'local' then {{var "local_hours_behind"}} * 3600 else 0 end as drift_seconds,
  coalesce(
    readings.temperature_c,
    round(
      levels.mean_temperature_c + levels.temperature_slope * (readings.run_share - levels.mean_temperature_share),
      {{var "imputed_decimals"}}
    )
  ) as temperature_c,
  readings.temperature_c is null as temperature_is_imputed,
  readings.temperature_unit,
  coalesce(
    readings.pressure_kpa,
    round(
      levels.mean_pressure_kpa + levels.pressure_slope * (readings.run_share - levels.mean_pressure_share),
      {{var "imputed_decimals"}}
    )
  ) as pressure_kpa,
  readings.pressure_kpa is null as pressure_is_imputed,
  coalesce(readings.energy_kwh, round(readings.expected_energy_kwh, {{var "imputed_decimals"}})) as energy_kwh,
  readings.energy_kwh is null as energy_is_imputed,
  coalesce(readings.efficiency_pct, daily_efficiency.efficiency_pct) as efficiency_pct,
  readings.efficiency_pct is null as efficiency_is_imputed,
  readings.delivered_on,
  cast(readings.read_at as date) < readings.delivered_on as is_late,
  readings.source_file,
  readings.source_row
from readings
left join {{ref "time_rules"}} as time_rules on time_rules.rule = readings.time_rule
left join {{ref "reading_levels"}} as levels on levels.machine_id = readings.machine_id
left join {{ref "daily_efficiency"}} as daily_efficiency
  on daily_efficiency.machine_id = readings.machine_id
  and daily_efficiency.read_on = cast(readings.read_at as date)
