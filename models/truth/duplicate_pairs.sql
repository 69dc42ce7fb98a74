{{!-- Of every batch the pairs of rows that cleaning takes for copies of one another, and those that are. --}}
with claimed as (
  select record_key, count(*) as copies
  from {{ref "landing_rows"}}
  where file = 'production_batches.csv' and outcome in ('kept', 'copy')
  group by record_key
),
injected as (
  select record_key, count(*) + 1 as copies
  from {{ref "fault_ledger"}}
  where fault = 'duplicate' and is_delivered
  group by record_key
),
judged_batches as (
  select distinct record_key
  from {{ref "true_cells"}} as true_cells
  semi join {{ref "judged_days"}} as judged_days on judged_days.judged_on = true_cells.event_date
  where file = 'production_batches.csv'
),
counted as (
  select
    record_key,
    coalesce(claimed.copies, 1) as claimed_copies,
    coalesce(injected.copies, 1) as true_copies
  from claimed
  full join injected using (record_key)
  semi join judged_batches using (record_key)
)
select
  record_key,
  cast(claimed_copies * (claimed_copies - 1) // 2 as bigint) as claimed_pairs,
  cast(true_copies * (true_copies - 1) // 2 as bigint) as true_pairs,
  cast(least(claimed_copies * (claimed_copies - 1), true_copies * (true_copies - 1)) // 2 as bigint) as right_pairs
from counted
where claimed_copies > 1 or true_copies > 1
