{{config severity="warn"}}
select batch_id, machine_id, started_at, ended_at
from {{ref "production_batches"}}
qualify started_at < max(ended_at) over (
  partition by machine_id order by started_at, batch_id rows between unbounded preceding and 1 preceding
)
