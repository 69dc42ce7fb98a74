{{!-- Every value of every cleaned row, under the name of the column in which it was delivered. A value that fills a gap
counts as right within `tolerance`: for temperature and pressure a share of the value or of what the machine's sensor spans, for
efficiency a step, for energy a share of the value. --}}
with spans as (
  select
    machine_id,
    max(temperature_c) - min(temperature_c) as temperature_span,
    max(pressure_kpa) - min(pressure_kpa) as pressure_span
  from {{ref "sensor_logs"}}
  group by machine_id
),
batches as (
  select
    'production_batches.csv' as file,
    batch_id as record_key,
    unnest([
      {'column_name': 'machine_id', 'built': machine_id},
      {'column_name': 'product', 'built': product_name},
      {'column_name': 'start_time', 'built': cast(started_at as varchar)},
      {'column_name': 'end_time', 'built': cast(ended_at as varchar)},
      {'column_name': 'units_produced', 'built': cast(units_produced as varchar)},
      {'column_name': 'units_defective', 'built': cast(units_defective as varchar)},
      {'column_name': 'energy_kwh', 'built': cast(energy_kwh as varchar)},
      {'column_name': 'operator_id', 'built': operator_id}
    ], recursive := true),
    null as tolerance
  from {{ref "production_batches"}}
),
readings as (
  select
    'sensor_logs.json' as file,
    sensor_logs.reading_id as record_key,
    unnest([
      {'column_name': 'machine_id', 'built': machine_id, 'tolerance': null},
      {'column_name': 'timestamp', 'built': cast(sensor_logs.read_at as varchar), 'tolerance': null},
      {
        'column_name': 'temperature_c',
        'built': cast(sensor_logs.temperature_c as varchar),
        'tolerance': {{var "truth_imputed_tolerance"}} * greatest(spans.temperature_span, abs(sensor_logs.temperature_c))
      },
      {
        'column_name': 'pressure_kpa',
        'built': cast(sensor_logs.pressure_kpa as varchar),
        'tolerance': {{var "truth_imputed_tolerance"}} * greatest(spans.pressure_span, abs(sensor_logs.pressure_kpa))
      },
      {
        'column_name': 'energy_kwh',
        'built': cast(sensor_logs.energy_kwh as varchar),
        'tolerance': {{var "truth_energy_tolerance"}} * sensor_logs.energy_kwh
      },
      {
        'column_name': 'efficiency_pct',
        'built': cast(sensor_logs.efficiency_pct as varchar),
        'tolerance': {{var "efficiency_step"}}
      }
    ], recursive := true)
  from {{ref "sensor_logs"}} as sensor_logs
  inner join spans using (machine_id)
),
checks as (
  select
    'qc_checks.csv' as file,
    check_id as record_key,
    unnest([
      {'column_name': 'batch_id', 'built': batch_id},
      {'column_name': 'check_time', 'built': cast(checked_at as varchar)},
      {'column_name': 'inspector_id', 'built': inspector_id},
      {'column_name': 'sample_size', 'built': cast(sample_size as varchar)},
      {'column_name': 'defects_found', 'built': cast(defects_found as varchar)},
      {'column_name': 'result', 'built': "result"}
    ], recursive := true),
    null as tolerance
  from {{ref "qc_checks"}}
),
notes as (
  select
    'operator_logs.csv' as file,
    log_id as record_key,
    unnest([
      {'column_name': 'machine_id', 'built': machine_id},
      {'column_name': 'operator_id', 'built': operator_id},
      {'column_name': 'timestamp', 'built': cast(logged_at as varchar)},
      {'column_name': 'severity', 'built': severity},
      {'column_name': 'note', 'built': note}
    ], recursive := true),
    null as tolerance
  from {{ref "operator_logs"}}
)
select file, record_key, column_name, built, cast(tolerance as double) as tolerance from batches
union all
select file, record_key, column_name, built, tolerance from readings
union all
select file, record_key, column_name, built, tolerance from checks
union all
select file, record_key, column_name, built, tolerance from notes
