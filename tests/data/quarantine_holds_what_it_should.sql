{{depends_on "shortfalls"}}
{{!-- Rows that the ledger expects in quarantine are there, and no others. --}}
with expected as (
  select distinct record_key
  from {{ref "fault_ledger"}}
  where expected = 'quarantine'
)
select 'not in quarantine' as problem, record_key
from expected
anti join {{ref "quarantine"}} using (record_key)
where expected.record_key in (select record_key from {{ref "landing_rows"}})
union all
select 'wrongly in quarantine', record_key
from {{ref "quarantine"}}
anti join expected using (record_key)
where delivered_on in (select judged_on from {{ref "judged_days"}})
