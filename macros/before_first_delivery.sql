cast({{time}} as date) < (select min(delivered_on) from {{ref "deliveries"}})
