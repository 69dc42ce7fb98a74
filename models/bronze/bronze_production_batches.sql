{{config alias="production_batches"}}
select
  batch_id,
  machine_id,
  product,
  start_time,
  end_time,
  units_produced,
  units_defective,
  energy_kwh,
  operator_id,
  _source_file,
  _source_row,
  _loaded_at
from {{source "landing" "production_batches"}}
