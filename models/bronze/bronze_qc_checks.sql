{{config alias="qc_checks"}}
select
  check_id,
  batch_id,
  check_time,
  inspector_id,
  sample_size,
  defects_found,
  result,
  _source_file,
  _source_row,
  _loaded_at
from {{source "landing" "qc_checks"}}
