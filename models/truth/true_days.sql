with days as (
  select cast("date" as date) as event_date, total_batches, by_machine, by_product, factory_totals
  from {{source "truth" "days"}}
),
machines as (
  select event_date, by_machine as figures, unnest(json_keys(by_machine)) as name
  from days
),
products as (
  select event_date, by_product as figures, unnest(json_keys(by_product)) as name
  from days
),
parts as (
  select event_date, 'machine' as part, name, json_extract(figures, '$."' || name || '"') as figures
  from machines
  union all
  select event_date, 'product', name, json_extract(figures, '$."' || name || '"')
  from products
)
select
  event_date,
  part,
  name,
  cast(figures ->> '$.batches' as bigint) as batches,
  cast(figures ->> '$.units_produced' as bigint) as units_produced,
  cast(figures ->> '$.units_defective' as bigint) as units_defective,
  cast(figures ->> '$.energy_kwh' as double) as energy_kwh
from parts
union all
select
  event_date,
  'factory',
  'factory',
  cast(total_batches as bigint),
  cast(factory_totals ->> '$.units_produced' as bigint),
  cast(factory_totals ->> '$.units_defective' as bigint),
  cast(factory_totals ->> '$.energy_kwh' as double)
from days
