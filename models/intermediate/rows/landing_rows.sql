{{!-- Every delivered row and what became of it, the four files under one another. --}}
select
  source_file,
  source_row,
  delivered_on,
  'sensor_logs.json' as file,
  reading_id as record_key,
  outcome,
  rejected_for,
  raw_row
from {{ref "reading_rows"}}
union all
select source_file, source_row, delivered_on, 'production_batches.csv', batch_id, outcome, rejected_for, raw_row
from {{ref "batch_rows"}}
union all
select source_file, source_row, delivered_on, 'qc_checks.csv', check_id, outcome, rejected_for, raw_row
from {{ref "check_rows"}}
union all
select source_file, source_row, delivered_on, 'operator_logs.csv', log_id, outcome, rejected_for, raw_row
from {{ref "note_rows"}}
