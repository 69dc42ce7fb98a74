select
  source_file,
  source_row,
  delivered_on,
  record_key,
  rejected_for as reason,
  case
    when rejected_for like '% is missing' then 'missing key'
    when rejected_for like '% of the plant' then 'unknown name'
    when rejected_for like '% cannot be read' or rejected_for like '% is no %' then 'unreadable value'
    else 'impossible value'
  end as rule,
  raw_row
from {{ref "landing_rows"}}
where outcome = 'rejected'
