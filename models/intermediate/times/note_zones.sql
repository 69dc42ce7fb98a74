{{!-- Every note in both zones, with the rule that excludes one. Evidence is applied until nothing changes. --}}
with recursive {{> zones}},
placements as (
  select
    note_rows.log_id,
    time_zone,
    note_rows.machine_id,
    note_rows.operator_id,
    note_rows.source_file,
    note_rows.source_row,
    note_rows.delivered_on,
    note_rows.written_at + behind_utc as logged_at
  from {{ref "note_rows"}} as note_rows
  cross join zones
  where note_rows.outcome = 'kept'
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
zones_left as (
  select
    log_id,
    time_zone,
    source_file,
    source_row,
    logged_at,
    case when count(first_ruling) over (partition by log_id) = 1 then first_ruling end as ruled_out_by,
    0 as pass,
    true as is_moving
  from judged
  union all
  (
    with open_zones as (
      select
        * exclude (ruled_out_by, is_moving),
        min(logged_at) over (partition by log_id) as earliest,
        max(logged_at) over (partition by log_id) as latest,
        count(*) over (partition by log_id) as zones_open
      from zones_left
      where ruled_out_by is null and is_moving
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
    objections as (
      select
        *,
        case
          when zones_open = 1 then null
          when logged_at < not_before or logged_at > not_after then 'row order'
        end as objection
      from neighbours
    ),
    rulings as (
      select
        *,
        case when count(objection) over (partition by log_id) < zones_open then objection end as ruling
      from objections
    )
    select
      log_id,
      time_zone,
      source_file,
      source_row,
      logged_at,
      ruling,
      pass + 1,
      bool_or(ruling is not null) over ()
    from rulings
  )
)
select log_id, time_zone, source_file, source_row, logged_at, ruled_out_by
from zones_left
where ruled_out_by is not null or pass = (select max(pass) from zones_left)
