select
  check_rows.check_id,
  check_rows.batch_id,
  check_times.checked_at,
  cast(check_times.checked_at as date) as checked_on,
  check_rows.written_at,
  check_times.time_zone,
  check_times.time_rule,
  time_rules.confidence as time_confidence,
  check_rows.inspector_id,
  check_rows.sample_size,
  check_rows.defects_found,
  check_rows."result",
  check_rows.delivered_on,
  cast(check_times.checked_at as date) < check_rows.delivered_on as is_late,
  check_rows.source_file,
  check_rows.source_row
from {{ref "check_rows"}} as check_rows
inner join {{ref "check_times"}} as check_times using (check_id)
left join {{ref "time_rules"}} as time_rules on time_rules.rule = check_times.time_rule
where check_rows.outcome = 'kept'
