select
  checks.check_id,
  checks.batch_id,
  fact_production.machine_key,
  fact_production.product_key,
  checks.checked_at,
  checks.inspector_id,
  checks.sample_size,
  checks.defects_found,
  checks."result"
from {{ref "qc_checks"}} as checks
left join {{ref "fact_production"}} as fact_production using (batch_id)
