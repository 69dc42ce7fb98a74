{{config severity="warn"}}
select batch_id, machine_id, started_at, ended_at
from {{ref "production_batches"}}
where
  started_at < date_trunc('day', started_at) + to_hours({{var "opening_hour"}})
  or ended_at > date_trunc('day', started_at) + to_hours({{var "closing_hour"}})
