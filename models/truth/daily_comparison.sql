{{!-- The figures of gold next to the truth, for every judged day that either of them knows. --}}
with built as (
  select production_date as event_date, 'machine' as part, machine_id as name, batches, units_produced,
    units_defective, energy_kwh
  from {{ref "daily_production"}}
  union all
  select production_date, 'product', product_name, batches, units_produced, units_defective, energy_kwh
  from {{ref "daily_production"}}
  union all
  select production_date, 'factory', 'factory', batches, units_produced, units_defective, energy_kwh
  from {{ref "daily_production"}}
),
built_days as (
  select
    event_date,
    part,
    name,
    cast(sum(batches) as bigint) as batches,
    cast(sum(units_produced) as bigint) as units_produced,
    cast(sum(units_defective) as bigint) as units_defective,
    round(sum(energy_kwh), 6) as energy_kwh
  from built
  group by all
),
compared as (
  select
    event_date,
    part,
    name,
    coalesce(built_days.batches, 0) as batches,
    coalesce(true_days.batches, 0) as true_batches,
    coalesce(built_days.units_produced, 0) as units_produced,
    coalesce(true_days.units_produced, 0) as true_units_produced,
    coalesce(built_days.units_defective, 0) as units_defective,
    coalesce(true_days.units_defective, 0) as true_units_defective,
    coalesce(built_days.energy_kwh, 0) as energy_kwh,
    coalesce(true_days.energy_kwh, 0) as true_energy_kwh
  from {{ref "true_days"}} as true_days
  full join built_days using (event_date, part, name)
)
select
  compared.*,
  batches = true_batches
  and units_produced = true_units_produced
  and units_defective = true_units_defective as counts_are_exact,
  abs(energy_kwh - true_energy_kwh) <= {{var "truth_energy_tolerance"}} * true_energy_kwh as energy_is_close
from compared
semi join {{ref "judged_days"}} as judged_days on judged_days.judged_on = compared.event_date
