{{!-- Days that can be held against the truth: their own delivery is in, and those that bring their late rows. --}}
select delivered_on as judged_on
from {{ref "deliveries"}}
where has_its_late_rows
