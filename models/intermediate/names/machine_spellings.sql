with written as (
  select machine_id as spelling, {{> landing_time column="\"timestamp\""}} as read_at
  from {{ref "bronze_sensor_logs"}}
  union all
  select machine_id, null
  from {{ref "bronze_production_batches"}}
  union all
  select machine_id, null
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
    count(read_at) as readings
  from written
  where spelling is not null
  group by spelling
),
half_hours_by_day as (
  select
    readings_by_spelling.letters,
    readings_by_spelling.numbers,
    cast(written.read_at as date) as written_on,
    count(distinct {{> nearest_reading time="read_at"}}) as half_hours
  from written
  inner join readings_by_spelling using (spelling)
  where written.read_at is not null
  group by letters, numbers, written_on
),
-- A machine of the plant is read round the clock, whatever clock its rows are written by; a name that turns up now and
-- then is nobody's.
read_round_the_clock as (
  select distinct letters, numbers
  from half_hours_by_day
  where half_hours >= {{var "machine_readings_share"}} * 24 * 60 / {{var "reading_minutes"}}
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
