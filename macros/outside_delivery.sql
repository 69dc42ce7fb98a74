not cast({{time}} as date) between delivered_on - {{var "late_days"}} and delivered_on
