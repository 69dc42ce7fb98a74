with operators as (
  select coalesce(operator_id, 'unknown') as operator_id from {{ref "production_batches"}}
  union
  select coalesce(operator_id, 'unknown') from {{ref "operator_logs"}}
)
select
  md5(operator_id) as operator_key,
  operator_id
from operators
