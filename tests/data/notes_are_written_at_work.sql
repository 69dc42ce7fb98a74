{{config severity="warn"}}
{{!-- Days whose late rows are in: before that the batch of a note can still be on its way. --}}
select notes.log_id, notes.machine_id, notes.operator_id, notes.logged_at
from {{ref "operator_logs"}} as notes
semi join {{ref "deliveries"}} as deliveries
  on deliveries.delivered_on = notes.logged_on and deliveries.has_its_late_rows
anti join {{ref "production_batches"}} as batches
  on batches.machine_id = notes.machine_id
  and batches.operator_id = notes.operator_id
  and notes.logged_at between batches.started_at and batches.ended_at
