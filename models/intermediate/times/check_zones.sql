{{!-- Every check in both zones, with the rule that excludes one. Evidence is applied until nothing changes. --}}
with recursive {{> zones}},
placements as (
  select
    check_rows.check_id,
    time_zone,
    check_rows.batch_id,
    check_rows.source_file,
    check_rows.source_row,
    check_rows.delivered_on,
    check_rows.written_at + behind_utc as checked_at
  from {{ref "check_rows"}} as check_rows
  cross join zones
  where check_rows.outcome = 'kept'
),
judged as (
  select
    placements.*,
    case
      when
        placements.checked_at <= batch_times.ended_at
        or placements.checked_at >= batch_times.ended_at + to_hours({{var "check_hours"}})
        then 'end of batch'
      when {{> outside_delivery time="checked_at"}} then 'delivery day'
    end as first_ruling
  from placements
  left join {{ref "batch_times"}} as batch_times using (batch_id)
),
zones_left as (
  select
    check_id,
    time_zone,
    source_file,
    source_row,
    checked_at,
    case when count(first_ruling) over (partition by check_id) = 1 then first_ruling end as ruled_out_by,
    0 as pass,
    true as is_moving
  from judged
  union all
  (
    with open_zones as (
      select
        * exclude (ruled_out_by, is_moving),
        min(checked_at) over (partition by check_id) as earliest,
        max(checked_at) over (partition by check_id) as latest,
        count(*) over (partition by check_id) as zones_open
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
          when checked_at < not_before or checked_at > not_after then 'row order'
        end as objection
      from neighbours
    ),
    rulings as (
      select
        *,
        case when count(objection) over (partition by check_id) < zones_open then objection end as ruling
      from objections
    )
    select
      check_id,
      time_zone,
      source_file,
      source_row,
      checked_at,
      ruling,
      pass + 1,
      bool_or(ruling is not null) over ()
    from rulings
  )
)
select check_id, time_zone, source_file, source_row, checked_at, ruled_out_by
from zones_left
where ruled_out_by is not null or pass = (select max(pass) from zones_left)
