{{config severity="warn"}}
select notes.log_id, notes.machine_id, notes.operator_id, notes.logged_at
from {{ref "operator_logs"}} as notes
anti join {{ref "production_batches"}} as batches
  on batches.machine_id = notes.machine_id
  and batches.operator_id = notes.operator_id
  and notes.logged_at between batches.started_at and batches.ended_at
