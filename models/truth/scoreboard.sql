{{config report=true}}
{{!-- How well each fault was found and repaired, over the judged days. --}}
with ledger as (
  select shows_as as fault, file, record_key, column_name, before, delivered_on
  from {{ref "fault_ledger"}} as ledger
  semi join {{ref "judged_days"}} as judged_days on judged_days.judged_on = ledger.event_date
  where
    is_delivered
    and expected <> 'quarantine'
    -- What was typed and is misread stays so.
    and not (fault = 'encoding_damage' and expected = 'keep')
  -- Two faults of one cell that show as one are one.
  qualify
    fault = 'duplicate' or row_number() over (partition by shows_as, file, record_key, column_name order by fault) = 1
),
injected as (
  select
    * exclude (delivered_on),
    row_number() over (partition by fault, file, record_key, column_name order by delivered_on) as occurrence
  from ledger
),
found as (
  select
    fault,
    file,
    record_key,
    column_name,
    repaired,
    row_number() over (partition by fault, file, record_key, column_name order by repaired) as occurrence
  from {{ref "fault_findings"}} as findings
  semi join {{ref "judged_days"}} as judged_days on judged_days.judged_on = findings.event_date
),
matched as (
  select
    coalesce(injected.fault, found.fault) as fault,
    injected.fault is not null as is_injected,
    found.fault is not null as is_found,
    case
      when injected.fault is null or found.fault is null then false
      when injected.fault in ('duplicate', 'degradation') then true
      when injected.fault = 'late_arrival' then found.repaired = injected.before
      else coalesce(cells.is_right, false)
    end as is_repaired
  from injected
  full join found
    on found.fault = injected.fault
    and found.file = injected.file
    and found.record_key = injected.record_key
    and found.column_name is not distinct from injected.column_name
    and found.occurrence = injected.occurrence
  left join {{ref "true_cells"}} as cells
    on cells.file = injected.file
    and cells.record_key = injected.record_key
    and cells.column_name = injected.column_name
),
counted as (
  select
    fault,
    count(*) filter (is_injected) as injected,
    count(*) filter (is_found) as found,
    count(*) filter (is_injected and is_found) as rightly_found,
    count(*) filter (is_repaired) as repaired,
    count(*) filter (is_found and not is_injected) as wrongly_touched
  from matched
  group by fault
)
select
  *,
  round(rightly_found / nullif(found, 0), 6) as "precision",
  round(rightly_found / nullif(injected, 0), 6) as recall,
  round(2 * rightly_found / nullif(injected + found, 0), 6) as f1
from counted
order by fault
