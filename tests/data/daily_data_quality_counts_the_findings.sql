{{!-- What a delivery day shows of each fault is what was found in its rows. --}}
with shown as (
  select fault, sum(repaired) as repaired
  from {{ref "daily_data_quality"}}
  where fault <> 'bad_value'
  group by fault
),
counted as (
  select fault, count(*) as repaired
  from {{ref "fault_findings"}}
  group by fault
),
kept as (
  select 'quarantined' as fault, count(*) as repaired from {{ref "quarantine"}}
),
shown_kept as (
  select 'quarantined' as fault, sum(quarantined) as repaired from {{ref "daily_data_quality"}}
)
select fault, coalesce(shown.repaired, 0) as shown, coalesce(counted.repaired, 0) as counted
from shown
full join counted using (fault)
where coalesce(shown.repaired, 0) <> coalesce(counted.repaired, 0)
union all
select fault, coalesce(shown_kept.repaired, 0), kept.repaired
from kept
inner join shown_kept using (fault)
where coalesce(shown_kept.repaired, 0) <> kept.repaired
