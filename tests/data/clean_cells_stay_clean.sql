{{!-- Cleaning takes nothing for a fault that is none. --}}
select fault, wrongly_touched
from {{ref "fault_scores"}}
where wrongly_touched > 0
