{{!-- Rows in = rows out + merged + quarantined, row by row. --}}
with delivered as (
  select _source_file as source_file, _source_row as source_row from {{ref "bronze_sensor_logs"}}
  union all
  select _source_file, _source_row from {{ref "bronze_production_batches"}}
  union all
  select _source_file, _source_row from {{ref "bronze_qc_checks"}}
  union all
  select _source_file, _source_row from {{ref "bronze_operator_logs"}}
),
cleaned as (
  select source_file, source_row from {{ref "sensor_logs"}}
  union all
  select source_file, source_row from {{ref "production_batches"}}
  union all
  select source_file, source_row from {{ref "qc_checks"}}
  union all
  select source_file, source_row from {{ref "operator_logs"}}
  union all
  select source_file, source_row from {{ref "duplicates"}}
  union all
  select source_file, source_row from {{ref "quarantine"}}
)
select
  source_file,
  source_row,
  count(*) filter (is_delivered) as delivered,
  count(*) filter (not is_delivered) as accounted_for
from (
  select *, true as is_delivered from delivered
  union all
  select *, false from cleaned
)
group by source_file, source_row
having count(*) filter (is_delivered) <> count(*) filter (not is_delivered)
