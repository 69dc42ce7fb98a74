{{!-- Built from the whole history each time: deliveries that arrive in another order end in the same versions. --}}
with machines as (
  select machine_id from {{ref "sensor_logs"}}
  union
  select machine_id from {{ref "production_batches"}}
  union
  select machine_id from {{ref "operator_logs"}}
),
steps as (
  select
    machine_id,
    case
      when step_pct = 0 then {{lit (var "beginning")}}::timestamp
      else cast(stepped_on as timestamp)
    end as stepped_at,
    level_pct,
    step_pct
  from {{ref "efficiency_steps"}}
),
attributes as (
  select
    machine_id,
    machine_type,
    rated_power_kw,
    case
      when row_number() over (partition by machine_id order by valid_from) = 1
        then {{lit (var "beginning")}}::timestamp
      else valid_from
    end as valid_from
  from {{ref "machine_attributes"}} as machine_attributes
  semi join machines using (machine_id)
),
changes as (
  select machine_id, {{lit (var "beginning")}}::timestamp as valid_from from machines
  union
  select machine_id, stepped_at from steps
  union
  select machine_id, valid_from from attributes
),
versions as (
  select
    changes.machine_id,
    changes.valid_from,
    lead(changes.valid_from) over (partition by changes.machine_id order by changes.valid_from) as valid_to,
    round(steps.level_pct, 1) as efficiency_pct,
    attributes.machine_type,
    attributes.rated_power_kw,
    case
      when changes.valid_from = {{lit (var "beginning")}}::timestamp then 'first seen'
      when steps.stepped_at = changes.valid_from and steps.step_pct < 0 then 'degradation'
      when steps.stepped_at = changes.valid_from then 'maintenance'
      else 'attributes'
    end as change_reason
  from changes
  asof left join steps
    on steps.machine_id = changes.machine_id and steps.stepped_at <= changes.valid_from
  asof left join attributes
    on attributes.machine_id = changes.machine_id and attributes.valid_from <= changes.valid_from
)
select
  md5(concat_ws('|', machine_id, valid_from)) as machine_key,
  machine_id,
  machine_type,
  rated_power_kw,
  efficiency_pct,
  change_reason,
  valid_from,
  valid_to,
  valid_to is null as is_current
from versions
