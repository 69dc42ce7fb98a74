with written as (
  select machine_id as spelling, {{> delivered_on}} as delivered_on, 1 as readings
  from {{ref "bronze_sensor_logs"}}
  union all
  select machine_id, {{> delivered_on}}, 0
  from {{ref "bronze_production_batches"}}
  union all
  select machine_id, {{> delivered_on}}, 0
  from {{ref "bronze_operator_logs"}}
),
spellings as (
  select distinct spelling
  from written
  where spelling is not null
),
aliases as (
  select spelling, machine_id as name
  from {{ref "machine_aliases"}}
),
listed as (
  select distinct
    machine_id as name,
    {{> name_letters name="machine_id"}} as letters,
    {{> name_number name="machine_id"}} as numbers
  from {{ref "machine_aliases"}}
),
readings_by_spelling as (
  select
    spelling,
    {{> name_letters name="spelling"}} as letters,
    {{> name_number name="spelling"}} as numbers,
    sum(readings) as readings
  from written
  where spelling is not null
  group by spelling
),
readings_by_day as (
  select letters, numbers, delivered_on, sum(written.readings) as readings
  from written
  inner join readings_by_spelling using (spelling)
  group by letters, numbers, delivered_on
),
-- A machine of the plant is read round the clock; a name that only turns up elsewhere is nobody's. A day's readings
-- come with its own delivery and those that bring its late rows.
read_round_the_clock as (
  select distinct letters, numbers
  from readings_by_day
  qualify
    sum(readings) over (
      partition by letters, numbers
      order by delivered_on range between current row and to_days({{var "late_days"}}) following
    ) >= {{var "machine_readings_share"}} * 24 * 60 / {{var "reading_minutes"}}
),
unlisted as (
  select spelling as name
  from readings_by_spelling
  semi join read_round_the_clock using (letters, numbers)
  anti join listed using (letters, numbers)
  qualify row_number() over (partition by letters, numbers order by readings desc, spelling) = 1
),
names as (
  select name from listed
  union all
  select name from unlisted
),
{{> spelled_names}}
select spelling, name as machine_id, rule
from resolved
