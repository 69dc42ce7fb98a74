select
  note_rows.log_id,
  note_rows.machine_id,
  note_rows.machine_spelling,
  note_rows.machine_rule,
  note_rows.operator_id,
  note_times.logged_at,
  cast(note_times.logged_at as date) as logged_on,
  note_rows.written_at,
  note_times.time_zone,
  note_times.time_rule,
  time_rules.confidence as time_confidence,
  note_rows.severity,
  note_rows.note,
  note_rows.delivered_on,
  cast(note_times.logged_at as date) < note_rows.delivered_on as is_late,
  note_rows.source_file,
  note_rows.source_row
from {{ref "note_rows"}} as note_rows
inner join {{ref "note_times"}} as note_times using (log_id)
left join {{ref "time_rules"}} as time_rules on time_rules.rule = note_times.time_rule
where note_rows.outcome = 'kept'
