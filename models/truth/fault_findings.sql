{{!-- What the cleaning found and made of it, cell by cell in the terms of the ledger. --}}
with batches as (from {{ref "production_batches"}}),
readings as (from {{ref "sensor_logs"}}),
checks as (from {{ref "qc_checks"}}),
notes as (from {{ref "operator_logs"}}),
findings as (
  select
    'product_spelling' as fault,
    'production_batches.csv' as file,
    batch_id as record_key,
    'product' as column_name,
    product_name as repaired,
    production_date as event_date
  from batches
  where product_spelling <> product_name
  union all
  select 'machine_spelling', 'production_batches.csv', batch_id, 'machine_id', machine_id, production_date
  from batches
  where machine_spelling <> machine_id
  union all
  select 'machine_spelling', 'sensor_logs.json', reading_id, 'machine_id', machine_id, read_on
  from readings
  where machine_spelling <> machine_id
  union all
  select 'machine_spelling', 'operator_logs.csv', log_id, 'machine_id', machine_id, logged_on
  from notes
  where machine_spelling <> machine_id
  union all
  select 'null_value', 'sensor_logs.json', reading_id, 'temperature_c', cast(temperature_c as varchar), read_on
  from readings
  where temperature_is_imputed
  union all
  select 'null_value', 'sensor_logs.json', reading_id, 'pressure_kpa', cast(pressure_kpa as varchar), read_on
  from readings
  where pressure_is_imputed
  union all
  select 'null_value', 'sensor_logs.json', reading_id, 'energy_kwh', cast(energy_kwh as varchar), read_on
  from readings
  where energy_is_imputed
  union all
  select 'null_value', 'sensor_logs.json', reading_id, 'efficiency_pct', cast(efficiency_pct as varchar), read_on
  from readings
  where efficiency_is_imputed
  union all
  select 'unit_change', 'sensor_logs.json', reading_id, 'temperature_c', cast(temperature_c as varchar), read_on
  from readings
  where temperature_unit = 'F' and not temperature_is_imputed
  union all
  select 'clock_drift', 'sensor_logs.json', reading_id, 'timestamp', cast(read_at as varchar), read_on
  from readings
  where drift_seconds <> 0
  union all
  select 'local_time', 'sensor_logs.json', reading_id, 'timestamp',
    cast(read_at + to_seconds(drift_seconds) as varchar), read_on
  from readings
  where time_zone = 'local'
  union all
  select 'local_time', 'production_batches.csv', batch_id, 'start_time', cast(started_at as varchar), production_date
  from batches
  where time_zone = 'local'
  union all
  select 'local_time', 'production_batches.csv', batch_id, 'end_time', cast(ended_at as varchar), production_date
  from batches
  where time_zone = 'local'
  union all
  select 'local_time', 'qc_checks.csv', check_id, 'check_time', cast(checked_at as varchar), checked_on
  from checks
  where time_zone = 'local'
  union all
  select 'local_time', 'operator_logs.csv', log_id, 'timestamp', cast(logged_at as varchar), logged_on
  from notes
  where time_zone = 'local'
  union all
  select 'late_arrival', 'sensor_logs.json', reading_id, null, cast(read_on as varchar), read_on
  from readings
  where is_late
  union all
  select 'late_arrival', 'production_batches.csv', batch_id, null, cast(production_date as varchar), production_date
  from batches
  where is_late
  union all
  select 'late_arrival', 'qc_checks.csv', check_id, null, cast(checked_on as varchar), checked_on
  from checks
  where is_late
  union all
  select 'late_arrival', 'operator_logs.csv', log_id, null, cast(logged_on as varchar), logged_on
  from notes
  where is_late
  union all
  select 'duplicate', 'production_batches.csv', batches.batch_id, null, null, batches.production_date
  from {{ref "duplicates"}} as duplicates
  inner join batches on batches.batch_id = duplicates.record_key
  where duplicates.file = 'production_batches.csv'
  union all
  select 'degradation', 'sensor_logs.json', machine_id || ' ' || read_on, 'efficiency_pct',
    cast(efficiency_pct as varchar), read_on
  from {{ref "degraded_days"}}
)
select * from findings
