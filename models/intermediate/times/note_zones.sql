{{!-- Every note in both zones, with the rule that excludes one of them; evidence is applied until nothing changes. --}}
with recursive {{> zones}},
placements as (
  select
    log_id,
    time_zone,
    machine_id,
    operator_id,
    source_file,
    source_row,
    delivered_on,
    written_at + behind_utc as logged_at
  from {{ref "note_rows"}}
  cross join zones
  where outcome = 'kept'
),
-- A note is written by the operator of the batch that runs on the machine.
at_work as (
  select distinct placements.log_id, placements.time_zone
  from placements
  inner join {{ref "batch_rows"}} as batch_rows
    on batch_rows.machine_id = placements.machine_id
    and batch_rows.operator_id = placements.operator_id
    and batch_rows.outcome = 'kept'
  inner join {{ref "batch_times"}} as batch_times
    on batch_times.batch_id = batch_rows.batch_id
    and placements.logged_at between batch_times.started_at and batch_times.ended_at
),
judged as (
  select
    placements.*,
    case
      when at_work.log_id is null then 'operator at work'
      when {{> outside_delivery time="placements.logged_at"}} then 'delivery day'
    end as first_ruling
  from placements
  left join at_work using (log_id, time_zone)
),
zones_left using key (log_id, time_zone) as (
  select
    log_id,
    time_zone,
    source_file,
    source_row,
    logged_at,
    case when count(first_ruling) over (partition by log_id) = 1 then first_ruling end as ruled_out_by
  from judged
  union
  (
    with open_zones as (
      select
        * exclude (ruled_out_by),
        min(logged_at) over (partition by log_id) as earliest,
        max(logged_at) over (partition by log_id) as latest,
        count(*) over (partition by log_id) as zones_open
      from recurring.zones_left
      where ruled_out_by is null
    ),
    neighbours as (
      select
        *,
        max(earliest) over (
          partition by source_file order by source_row groups between unbounded preceding and 1 preceding
        ) as not_before,
        min(latest) over (
          partition by source_file order by source_row groups between 1 following and unbounded following
        ) as not_after
      from open_zones
    ),
    rulings as (
      select
        *,
        case when logged_at < not_before or logged_at > not_after then 'row order' end as ruling
      from neighbours
      where zones_open > 1
    ),
    conclusive as (
      select *
      from rulings
      qualify count(ruling) over (partition by log_id) < zones_open
    )
    select log_id, time_zone, source_file, source_row, logged_at, ruling
    from conclusive
    where ruling is not null
  )
)
select log_id, time_zone, source_file, source_row, logged_at, ruled_out_by
from zones_left
