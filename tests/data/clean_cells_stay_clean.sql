{{depends_on "shortfalls"}}
{{!-- Cleaning changes nothing that was right. --}}
select true_cells.*
from {{ref "true_cells"}} as true_cells
semi join {{ref "judged_days"}} as judged_days on judged_days.judged_on = true_cells.event_date
where not is_damaged and not is_right
