{{!-- Every value of every cleaned row next to what it was before anything happened to it: what was delivered is led
back through the ledger, at most two faults deep (a clock drifts, and somebody reads it in local time). --}}
with delivered as (
  select
    file,
    record_key,
    delivered_on,
    raw_row,
    unnest(json_keys(raw_row)) as column_name
  from {{ref "landing_rows"}}
  where outcome = 'kept'
),
written as (
  select
    * exclude (raw_row),
    nullif(json_extract_string(raw_row, '$."' || column_name || '"'), '') as written
  from delivered
),
steps as (
  select
    file,
    record_key,
    column_name,
    delivered_on,
    before,
    after,
    coalesce(try_cast(after as double)::varchar, after, '') as after_value
  from {{ref "fault_ledger"}}
  where column_name is not null
),
led_back as (
  select
    written.*,
    case when last_steps.file is null then written.written else last_steps.before end as before_last,
    last_steps.file is not null as is_damaged
  from written
  left join steps as last_steps
    on last_steps.file = written.file
    and last_steps.record_key = written.record_key
    and last_steps.column_name = written.column_name
    and last_steps.delivered_on = written.delivered_on
    and last_steps.after_value = coalesce(try_cast(written.written as double)::varchar, written.written, '')
),
real as (
  select
    led_back.* exclude (before_last),
    case when first_steps.file is null then led_back.before_last else first_steps.before end as true_value
  from led_back
  left join steps as first_steps
    on led_back.is_damaged
    and first_steps.file = led_back.file
    and first_steps.record_key = led_back.record_key
    and first_steps.column_name = led_back.column_name
    and first_steps.delivered_on = led_back.delivered_on
    and first_steps.after_value = coalesce(try_cast(led_back.before_last as double)::varchar, led_back.before_last, '')
),
dated as (
  select
    *,
    cast(
      max(true_value) filter (column_name in ('start_time', 'timestamp', 'check_time')) over (
        partition by file, record_key
      ) as date
    ) as event_date
  from real
),
compared as (
  select
    dated.*,
    built.built,
    try_cast(built.built as double) as built_number,
    try_cast(dated.true_value as double) as true_number,
    built.tolerance
  from dated
  inner join {{ref "built_cells"}} as built using (file, record_key, column_name)
)
select
  file,
  record_key,
  column_name,
  event_date,
  written,
  built,
  true_value,
  is_damaged,
  case
    when written is null and true_value is not null then abs(built_number - true_number) <= tolerance
    when built is not distinct from true_value then true
    else built_number is not distinct from true_number and built_number is not null
  end as is_right
from compared
