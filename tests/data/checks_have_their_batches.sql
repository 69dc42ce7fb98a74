{{config severity="warn"}}
{{!-- On days whose late rows are in, a batch that was inspected is there or in quarantine. --}}
select checks.check_id, checks.batch_id, checks.checked_at
from {{ref "qc_checks"}} as checks
semi join {{ref "deliveries"}} as deliveries
  on deliveries.delivered_on = checks.checked_on and deliveries.has_its_late_rows
anti join {{ref "production_batches"}} as batches using (batch_id)
anti join {{ref "quarantine"}} as quarantine on quarantine.record_key = checks.batch_id
