{{config severity="warn"}}
select checks.check_id, checks.batch_id, checks.checked_at, batches.ended_at
from {{ref "qc_checks"}} as checks
inner join {{ref "production_batches"}} as batches using (batch_id)
where
  checks.checked_at <= batches.ended_at
  or checks.checked_at >= batches.ended_at + to_hours({{var "check_hours"}})
