{{!-- The days on which a machine's efficiency has moved by a step since the last such day: noise makes no steps, slow
degradation makes one whenever it adds up. --}}
with recursive measured as (
  select
    machine_id,
    read_on,
    measured_pct,
    row_number() over (partition by machine_id order by read_on) as day_number
  from {{ref "daily_efficiency"}}
  where measured_pct is not null
),
levels as (
  select machine_id, day_number, read_on, measured_pct as level_pct, 0.0::double as step_pct
  from measured
  where day_number = 1
  union all
  select
    measured.machine_id,
    measured.day_number,
    measured.read_on,
    case
      when abs(measured.measured_pct - levels.level_pct) >= {{var "efficiency_step"}} then measured.measured_pct
      else levels.level_pct
    end,
    case
      when abs(measured.measured_pct - levels.level_pct) >= {{var "efficiency_step"}}
        then measured.measured_pct - levels.level_pct
      else 0.0
    end
  from levels
  inner join measured
    on measured.machine_id = levels.machine_id and measured.day_number = levels.day_number + 1
)
select machine_id, read_on as stepped_on, level_pct, step_pct
from levels
where step_pct <> 0 or day_number = 1
