{{!-- On a degraded day the version of the machine that holds is as worn as its readings say. --}}
select degraded.machine_id, degraded.read_on, degraded.efficiency_pct, versions.efficiency_pct as version_pct
from {{ref "degraded_days"}} as degraded
inner join {{ref "daily_efficiency"}} as daily_efficiency using (machine_id, read_on)
left join {{ref "dim_machine"}} as versions
  on versions.machine_id = degraded.machine_id
  and cast(degraded.read_on as timestamp) >= versions.valid_from
  and (cast(degraded.read_on as timestamp) < versions.valid_to or versions.valid_to is null)
where
  daily_efficiency.measured_pct is not null
  and coalesce(abs(versions.efficiency_pct - daily_efficiency.measured_pct), 100) > {{var "efficiency_step"}} + 0.05
