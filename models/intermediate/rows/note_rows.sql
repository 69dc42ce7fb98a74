with written as (
  select
    notes.log_id,
    notes.machine_id as machine_spelling,
    machine_spellings.machine_id,
    machine_spellings.rule as machine_rule,
    notes.operator_id,
    {{> landing_time column="\"timestamp\""}} as written_at,
    notes.severity,
    notes.note,
    {{> delivered_on}} as delivered_on,
    notes._source_file as source_file,
    notes._source_row as source_row,
    json_object(
      'log_id', notes.log_id, 'machine_id', notes.machine_id, 'operator_id', notes.operator_id,
      'timestamp', notes."timestamp", 'severity', notes.severity, 'note', notes.note
    ) as raw_row
  from {{ref "bronze_operator_logs"}} as notes
  left join {{ref "machine_spellings"}} as machine_spellings on machine_spellings.spelling = notes.machine_id
),
judged as (
  select
    *,
    case
      when log_id is null then 'log_id is missing'
      when machine_id is null then 'machine_id is no machine of the plant'
      when written_at is null then 'timestamp cannot be read'
    end as rejected_for
  from written
)
select *, {{> kept_rows key="log_id"}} as outcome
from judged
