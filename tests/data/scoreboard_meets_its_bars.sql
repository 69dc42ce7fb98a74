{{!-- Faults found and repaired, rows with the right time, clean cells left alone, daily figures: all reach their bars. --}}
select measure, figure, reached, least
from {{ref "shortfalls"}}
