with made as (
  select
    facts.production_date,
    dim_machine.machine_id,
    dim_product.product_name,
    count(*) as batches,
    sum(facts.units_produced) as units_produced,
    sum(facts.units_defective) as units_defective,
    round(sum(facts.energy_kwh), 6) as energy_kwh
  from {{ref "fact_production"}} as facts
  inner join {{ref "dim_machine"}} as dim_machine using (machine_key)
  inner join {{ref "dim_product"}} as dim_product using (product_key)
  group by all
),
every_day as (
  select
    dim_date.date_day as production_date,
    machines.machine_id,
    dim_product.product_name
  from {{ref "dim_date"}} as dim_date
  cross join (select distinct machine_id from {{ref "dim_machine"}}) as machines
  cross join {{ref "dim_product"}} as dim_product
)
select
  every_day.production_date,
  every_day.machine_id,
  every_day.product_name,
  coalesce(made.batches, 0) as batches,
  cast(coalesce(made.units_produced, 0) as bigint) as units_produced,
  cast(coalesce(made.units_defective, 0) as bigint) as units_defective,
  -- Null where nothing was made: there is no rate of nothing.
  made.units_defective / nullif(made.units_produced, 0) as defect_rate,
  coalesce(made.energy_kwh, 0) as energy_kwh
from every_day
left join made using (production_date, machine_id, product_name)
