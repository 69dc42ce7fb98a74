{{depends_on "shortfalls"}}
{{!-- Daily figures are those of the truth. Judged last of all, so that what is wrong is shown. --}}
select *
from {{ref "daily_comparison"}}
where not counts_are_exact or not energy_is_close
