with names as (
  select delivered_on, machine_spelling, machine_id, null as product_spelling, null as product_name
  from {{ref "sensor_logs"}}
  union all
  select delivered_on, machine_spelling, machine_id, product_spelling, product_name
  from {{ref "production_batches"}}
  union all
  select delivered_on, machine_spelling, machine_id, null, null
  from {{ref "operator_logs"}}
),
times as (
  -- A batch has two times, and a zone is wrong in both or in none.
  select delivered_on, is_late, time_zone, 2 as times_written from {{ref "production_batches"}}
  union all
  select delivered_on, is_late, time_zone, 1 from {{ref "sensor_logs"}}
  union all
  select delivered_on, is_late, time_zone, 1 from {{ref "qc_checks"}}
  union all
  select delivered_on, is_late, time_zone, 1 from {{ref "operator_logs"}}
),
repairs as (
  select delivered_on, 'product_spelling' as fault, count(*) as found
  from names
  where product_spelling <> product_name
  group by delivered_on
  union all
  select delivered_on, 'machine_spelling', count(*)
  from names
  where machine_spelling <> machine_id
  group by delivered_on
  union all
  select
    delivered_on,
    'null_value',
    sum(
      temperature_is_imputed::integer + pressure_is_imputed::integer
      + energy_is_imputed::integer + efficiency_is_imputed::integer
    )
  from {{ref "sensor_logs"}}
  group by delivered_on
  union all
  select delivered_on, 'clock_drift', count(*)
  from {{ref "sensor_logs"}}
  where drift_seconds <> 0
  group by delivered_on
  union all
  select delivered_on, 'unit_change', count(*)
  from {{ref "sensor_logs"}}
  where temperature_unit = 'F' and not temperature_is_imputed
  group by delivered_on
  union all
  select delivered_on, 'duplicate', count(*)
  from {{ref "duplicates"}}
  group by delivered_on
  union all
  select delivered_on, 'late_arrival', count(*)
  from times
  where is_late
  group by delivered_on
  union all
  select delivered_on, 'local_time', sum(times_written)
  from times
  where time_zone = 'local'
  group by delivered_on
  union all
  select read_on, 'degradation', count(*)
  from {{ref "degraded_days"}}
  group by read_on
),
unfilled as (
  -- Nothing was there to fill them with.
  select
    delivered_on,
    'null_value' as fault,
    sum(
      (temperature_is_imputed and temperature_c is null)::integer
      + (pressure_is_imputed and pressure_kpa is null)::integer
      + (energy_is_imputed and energy_kwh is null)::integer
      + (efficiency_is_imputed and efficiency_pct is null)::integer
    ) as left_open
  from {{ref "sensor_logs"}}
  group by delivered_on
),
rejections as (
  select
    delivered_on,
    case
      when reason like 'machine_id is no machine%' then 'machine_spelling'
      when reason like 'product is no product%' then 'product_spelling'
      else 'bad_value'
    end as fault,
    count(*) as quarantined
  from {{ref "quarantine"}}
  group by all
),
fault_kinds as (
  select unnest([
    'product_spelling', 'machine_spelling', 'null_value', 'clock_drift', 'duplicate', 'late_arrival', 'local_time',
    'degradation', 'unit_change', 'bad_value'
  ]) as fault
)
select
  deliveries.delivered_on,
  fault_kinds.fault,
  cast(coalesce(repairs.found, 0) + coalesce(rejections.quarantined, 0) as bigint) as found,
  cast(coalesce(repairs.found, 0) - coalesce(unfilled.left_open, 0) as bigint) as repaired,
  coalesce(rejections.quarantined, 0) as quarantined
from {{ref "deliveries"}} as deliveries
cross join fault_kinds
left join repairs on repairs.delivered_on = deliveries.delivered_on and repairs.fault = fault_kinds.fault
left join unfilled on unfilled.delivered_on = deliveries.delivered_on and unfilled.fault = fault_kinds.fault
left join rejections on rejections.delivered_on = deliveries.delivered_on and rejections.fault = fault_kinds.fault
