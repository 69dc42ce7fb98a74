select
  batch_rows.batch_id,
  batch_rows.machine_id,
  batch_rows.machine_spelling,
  batch_rows.machine_rule,
  batch_rows.product_name,
  batch_rows.product_spelling,
  batch_rows.product_rule,
  batch_times.started_at,
  batch_times.ended_at,
  cast(batch_times.started_at as date) as production_date,
  batch_rows.written_start,
  batch_rows.written_end,
  batch_times.time_zone,
  batch_times.time_rule,
  time_rules.confidence as time_confidence,
  batch_rows.units_produced,
  batch_rows.units_defective,
  batch_rows.energy_kwh,
  batch_rows.operator_id,
  batch_rows.delivered_on,
  cast(batch_times.started_at as date) < batch_rows.delivered_on as is_late,
  batch_rows.source_file,
  batch_rows.source_row
from {{ref "batch_rows"}} as batch_rows
inner join {{ref "batch_times"}} as batch_times using (batch_id)
left join {{ref "time_rules"}} as time_rules on time_rules.rule = batch_times.time_rule
where batch_rows.outcome = 'kept'
