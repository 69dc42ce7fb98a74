{{!-- The readings that see a batch in each zone: a reading tells the energy of the half hour before it. --}}
with halves as (
  select
    *,
    date_diff('second', started_at, ended_at) as seconds,
    unnest(generate_series(
      time_bucket(to_minutes({{var "reading_minutes"}}), started_at) + to_minutes({{var "reading_minutes"}}),
      ended_at + to_minutes({{var "reading_minutes"}}) - to_seconds(1),
      to_minutes({{var "reading_minutes"}})
    )) as read_at
  from {{ref "batch_placements"}}
),
runs as (
  select
    *,
    date_diff(
      'second',
      greatest(started_at, read_at - to_minutes({{var "reading_minutes"}})),
      least(ended_at, read_at)
    ) as run_seconds
  from halves
)
select
  batch_id,
  time_zone,
  machine_id,
  read_at,
  run_seconds,
  energy_kwh * run_seconds / seconds as energy_kwh
from runs
where run_seconds > 0
