{{!-- One row for every day, machine and product, and the sums of the facts. --}}
with expected as (
  select dim_date.date_day as production_date, machine_id, product_name
  from {{ref "dim_date"}} as dim_date
  cross join (select distinct machine_id from {{ref "dim_machine"}}) as machines
  cross join {{ref "dim_product"}} as dim_product
),
missing as (
  select 'no row' as problem, cast(production_date as varchar) || ' ' || machine_id || ' ' || product_name as what
  from expected
  anti join {{ref "daily_production"}} as daily_production using (production_date, machine_id, product_name)
),
totals as (
  select
    (select count(*) from {{ref "fact_production"}}) as fact_batches,
    (select coalesce(sum(batches), 0) from {{ref "daily_production"}}) as daily_batches,
    (select coalesce(sum(units_produced), 0) from {{ref "fact_production"}}) as fact_units,
    (select coalesce(sum(units_produced), 0) from {{ref "daily_production"}}) as daily_units
)
select problem, what
from missing
union all
select 'other totals', concat_ws(' ', fact_batches, daily_batches, fact_units, daily_units)
from totals
where fact_batches <> daily_batches or fact_units <> daily_units
union all
select 'rate of nothing', cast(production_date as varchar) || ' ' || machine_id || ' ' || product_name
from {{ref "daily_production"}}
where (units_produced = 0) <> (defect_rate is null)
