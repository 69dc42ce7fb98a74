{{!-- What was done to the orders on purpose, and what the model made of it. --}}
with injected as (
  select fault, record_key, before
  from {{source "ledger" "faults"}}
),
judged as (
  select
    injected.fault,
    case injected.fault
      when 'spelling' then orders.customer = injected.before
      when 'null_value' then orders.amount_is_missing
      else orders.order_id is not null
    end as is_right
  from injected
  left join {{ref "orders"}} as orders on orders.order_id = injected.record_key
)
select fault, count(*) as injected, count(*) filter (is_right) as repaired
from judged
group by fault
order by fault
