{{!-- Days on which a machine is a step or more below the best that it has shown. --}}
with best_days as (
  select *, max(measured_pct) over (partition by machine_id) as best_pct
  from {{ref "daily_efficiency"}}
)
select machine_id, read_on, efficiency_pct, best_pct
from best_days
where efficiency_pct <= best_pct - {{var "efficiency_step"}}
