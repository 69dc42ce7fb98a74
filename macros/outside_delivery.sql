not cast({{time}} as date) between
  greatest(delivered_on - {{var "late_days"}}, (select min(first_delivery) from {{ref "deliveries"}}))
  and delivered_on
