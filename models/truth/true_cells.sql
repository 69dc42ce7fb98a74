{{!-- Every value of every cleaned row next to what it was before anything happened to it: what was delivered is led
back through the ledger, fault by fault, as far as it goes. --}}
with recursive delivered as (
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
    coalesce(try_cast(after as double)::varchar, after, '') as after_value
  from {{ref "fault_ledger"}}
  where column_name is not null and expected in ('repair', 'impute')
),
led_back as (
  select written.*, written as true_value, 0 as faults
  from written
  union all
  select
    led_back.file,
    led_back.record_key,
    led_back.delivered_on,
    led_back.column_name,
    led_back.written,
    steps.before,
    led_back.faults + 1
  from led_back
  inner join steps
    on steps.file = led_back.file
    and steps.record_key = led_back.record_key
    and steps.column_name = led_back.column_name
    and steps.delivered_on = led_back.delivered_on
    and steps.after_value
    = coalesce(try_cast(led_back.true_value as double)::varchar, led_back.true_value, '')
  where led_back.faults < 8
),
real as (
  select * exclude (faults), faults > 0 as is_damaged
  from led_back
  qualify row_number() over (partition by file, record_key, column_name order by faults desc) = 1
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
