with figures as (
  select fault as measure, 'precision' as figure, "precision" as reached from {{ref "scoreboard"}}
  union all
  select fault, 'recall', recall from {{ref "scoreboard"}}
  union all
  select fault, 'repaired', repaired / nullif(injected, 0) from {{ref "scoreboard"}}
  union all
  select measure, 'share', share from {{ref "agreement"}}
)
select figures.measure, figures.figure, figures.reached, bars.least
from figures
inner join {{ref "acceptance_bars"}} as bars on bars.measure = figures.measure and bars.figure = figures.figure
where figures.reached < bars.least
