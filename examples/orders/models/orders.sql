{{!-- The first row of an order is the order; the customer is the one whose name is nearest. --}}
with delivered as (
  select *, row_number() over () as position
  from {{source "landing" "orders"}}
),
first_rows as (
  select *
  from delivered
  qualify row_number() over (partition by order_id order by position) = 1
),
spelled as (
  select
    first_rows.order_id,
    customers.customer,
    first_rows.customer as customer_as_written,
    first_rows.ordered_at,
    first_rows.amount
  from first_rows
  cross join {{ref "customers"}} as customers
  qualify
    row_number() over (
      partition by first_rows.order_id
      order by levenshtein(
        lower(regexp_replace(first_rows.customer, '[^A-Za-z]', '', 'g')),
        lower(regexp_replace(customers.customer, '[^A-Za-z]', '', 'g'))
      )
    ) = 1
)
select *, amount is null as amount_is_missing
from spelled
