{{config alias="sensor_logs"}}
select
  reading_id,
  machine_id,
  "timestamp",
  temperature_c,
  pressure_kpa,
  energy_kwh,
  efficiency_pct,
  _source_file,
  _source_row,
  _loaded_at
from {{source "landing" "sensor_logs"}}
