cast({{time}} as date) < (select min(first_delivery) from {{ref "deliveries"}})
