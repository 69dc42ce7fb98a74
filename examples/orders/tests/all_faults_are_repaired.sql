select *
from {{ref "scoreboard"}}
where repaired < injected
