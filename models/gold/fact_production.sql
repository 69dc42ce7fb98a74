{{config
  materialized="incremental"
  incremental_strategy="delete+insert"
  unique_key="batch_id"
  on_schema_change="append_new_columns"
  post_hook="delete from {{this}} where batch_id not in (select batch_id from {{ref 'production_batches'}})"
}}
select
  batches.batch_id,
  dim_machine.machine_key,
  dim_product.product_key,
  dim_operator.operator_key,
  batches.production_date,
  batches.started_at,
  batches.ended_at,
  batches.units_produced,
  batches.units_defective,
  batches.energy_kwh
from {{ref "production_batches"}} as batches
inner join {{ref "dim_machine"}} as dim_machine
  on dim_machine.machine_id = batches.machine_id
  and batches.started_at >= dim_machine.valid_from
  and (batches.started_at < dim_machine.valid_to or dim_machine.valid_to is null)
inner join {{ref "dim_product"}} as dim_product on dim_product.product_name = batches.product_name
inner join {{ref "dim_operator"}} as dim_operator
  on dim_operator.operator_id = coalesce(batches.operator_id, 'unknown')
{{#if is_incremental}}
-- Only batches that are new or revised: a late row touches its own day and nothing else.
except
select
  batch_id,
  machine_key,
  product_key,
  operator_key,
  production_date,
  started_at,
  ended_at,
  units_produced,
  units_defective,
  energy_kwh
from {{this}}
{{/if}}
