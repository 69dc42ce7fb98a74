{{config alias="operator_logs"}}
select
  log_id,
  machine_id,
  operator_id,
  "timestamp",
  severity,
  note,
  _source_file,
  _source_row,
  _loaded_at
from {{source "landing" "operator_logs"}}
