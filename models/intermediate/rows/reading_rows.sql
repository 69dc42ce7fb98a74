with written as (
  select
    readings.reading_id,
    readings.machine_id as machine_spelling,
    machine_spellings.machine_id,
    machine_spellings.rule as machine_rule,
    readings."timestamp" as written_time,
    {{> landing_time column="\"timestamp\""}} as written_at,
    {{> finite_number column="temperature_c"}} as temperature_c,
    {{> finite_number column="pressure_kpa"}} as pressure_kpa,
    {{> finite_number column="energy_kwh"}} as energy_kwh,
    {{> finite_number column="efficiency_pct"}} as efficiency_pct,
    {{> delivered_on}} as delivered_on,
    readings._source_file as source_file,
    readings._source_row as source_row,
    json_object(
      'reading_id', readings.reading_id, 'machine_id', readings.machine_id, 'timestamp', readings."timestamp",
      'temperature_c', readings.temperature_c, 'pressure_kpa', readings.pressure_kpa, 'energy_kwh', readings.energy_kwh,
      'efficiency_pct', readings.efficiency_pct
    ) as raw_row
  from {{ref "bronze_sensor_logs"}} as readings
  left join {{ref "machine_spellings"}} as machine_spellings on machine_spellings.spelling = readings.machine_id
),
judged as (
  select
    *,
    case
      when reading_id is null then 'reading_id is missing'
      when machine_id is null then 'machine_id is no machine of the plant'
      when written_at is null then 'timestamp cannot be read'
    end as rejected_for
  from written
)
select *, {{> kept_rows key="reading_id"}} as outcome
from judged
