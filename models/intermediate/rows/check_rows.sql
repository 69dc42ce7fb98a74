with written as (
  select
    check_id,
    batch_id,
    {{> landing_time column="check_time"}} as written_at,
    inspector_id,
    {{> whole_number column="sample_size"}} as sample_size,
    {{> whole_number column="defects_found"}} as defects_found,
    lower(trim("result")) as "result",
    {{> delivered_on}} as delivered_on,
    _source_file as source_file,
    _source_row as source_row,
    json_object(
      'check_id', check_id, 'batch_id', batch_id, 'check_time', check_time, 'inspector_id', inspector_id,
      'sample_size', sample_size, 'defects_found', defects_found, 'result', "result"
    ) as raw_row
  from {{ref "bronze_qc_checks"}}
),
judged as (
  select
    *,
    case
      when check_id is null then 'check_id is missing'
      when batch_id is null then 'batch_id is missing'
      when written_at is null then 'check_time cannot be read'
      when sample_size is null or sample_size < 0 then 'sample_size is no number of units'
      when defects_found is null or defects_found < 0 then 'defects_found is no number of units'
      when defects_found > sample_size then 'defects_found exceeds sample_size'
      when "result" is null or "result" not in ('pass', 'fail') then 'result is neither pass nor fail'
    end as rejected_for
  from written
)
select *, {{> kept_rows key="check_id"}} as outcome
from judged
