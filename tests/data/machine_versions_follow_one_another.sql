{{!-- A machine has one version at any time, from the beginning on, and one current version. --}}
with versions as (
  select
    *,
    lag(valid_to) over (partition by machine_id order by valid_from) as previous_end,
    row_number() over (partition by machine_id order by valid_from) as version_number,
    count(*) filter (is_current) over (partition by machine_id) as current_versions
  from {{ref "dim_machine"}}
)
select machine_id, valid_from, valid_to
from versions
where
  (version_number = 1 and valid_from <> {{lit (var "beginning")}}::timestamp)
  or (version_number > 1 and previous_end is distinct from valid_from)
  or valid_to <= valid_from
  or current_versions <> 1
  or is_current <> (valid_to is null)
