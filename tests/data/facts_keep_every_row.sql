{{!-- The joins of the facts lose nothing and multiply nothing. --}}
with counts as (
  select
    'fact_production' as fact,
    (select count(*) from {{ref "production_batches"}}) as silver_rows,
    (select count(*) from {{ref "fact_production"}}) as gold_rows
  union all
  select
    'fact_energy',
    (select count(*) from {{ref "sensor_logs"}}),
    (select count(*) from {{ref "fact_energy"}})
  union all
  select
    'fact_quality',
    (select count(*) from {{ref "qc_checks"}}),
    (select count(*) from {{ref "fact_quality"}})
)
select *
from counts
where silver_rows <> gold_rows
