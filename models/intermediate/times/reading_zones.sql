{{!-- Every reading in both zones, with the rule that excludes one of them. Evidence is applied until nothing changes:
what one row's zone settles narrows its neighbours in the file and the half hours that other rows can take. --}}
with recursive {{> zones}},
placements as (
  select
    reading_rows.reading_id,
    time_zone,
    reading_rows.machine_id,
    reading_rows.source_file,
    reading_rows.source_row,
    reading_rows.delivered_on,
    {{> nearest_reading time="written_at"}} + behind_utc as read_at
  from {{ref "reading_rows"}} as reading_rows
  cross join zones
  where reading_rows.outcome = 'kept'
),
-- Days whose every reading has been delivered: each half hour of them belongs to some row.
whole_days as (
  select delivered_on as whole_day
  from {{ref "deliveries"}}
  where has_every_reading
),
placed_on_days as (
  select
    placements.*,
    whole_days.whole_day is not null as is_on_whole_day,
    {{> outside_delivery time="read_at"}} as is_outside_delivery,
    {{> before_first_delivery time="read_at"}} as is_before_first_delivery
  from placements
  left join whole_days on whole_days.whole_day = cast(placements.read_at as date)
),
zones_left as (
  select
    reading_id,
    time_zone,
    machine_id,
    source_file,
    source_row,
    read_at,
    is_on_whole_day,
    is_before_first_delivery,
    case
      when is_outside_delivery and not bool_and(is_outside_delivery) over (partition by reading_id)
        then 'delivery day'
    end as ruled_out_by,
    0 as pass,
    true as is_moving
  from placed_on_days
  union all
  (
    with open_zones as (
      select
        * exclude (ruled_out_by, is_moving),
        min(read_at) over (partition by reading_id) as earliest,
        max(read_at) over (partition by reading_id) as latest,
        count(*) over (partition by reading_id) as zones_open,
        count(*) over (partition by machine_id, read_at) as rows_for_reading
      from zones_left
      where ruled_out_by is null and is_moving
    ),
    neighbours as (
      select
        *,
        max(earliest) over rows_before as not_before,
        min(latest) over rows_after as not_after,
        max(earliest) over machine_rows_before as only_after,
        min(latest) over machine_rows_after as only_before,
        bool_or(zones_open = 1) over (partition by machine_id, read_at) as is_taken,
        bool_or(rows_for_reading = 1 and is_on_whole_day) over (partition by reading_id) as is_needed
      from open_zones
      window
        rows_before as (
          partition by source_file order by source_row groups between unbounded preceding and 1 preceding
        ),
        rows_after as (
          partition by source_file order by source_row groups between 1 following and unbounded following
        ),
        machine_rows_before as (
          partition by source_file, machine_id
          order by source_row groups between unbounded preceding and 1 preceding
        ),
        machine_rows_after as (
          partition by source_file, machine_id
          order by source_row groups between 1 following and unbounded following
        )
    ),
    findings as (
      select
        *,
        case
          when zones_open = 1 then null
          when read_at < not_before or read_at > not_after or read_at <= only_after or read_at >= only_before
            then 'row order'
          when is_taken then 'reading taken'
        end as contradiction,
        zones_open > 1 and is_needed and not (rows_for_reading = 1 and is_on_whole_day) as leaves_a_gap,
        zones_open > 1 and is_before_first_delivery as is_too_early
      from neighbours
    ),
    -- Evidence against every zone of a row is evidence against the evidence.
    proofs as (
      select
        *,
        case when count(contradiction) over (partition by reading_id) < zones_open then contradiction end as proof
      from findings
    ),
    -- Weaker evidence is heard when the stronger has nothing more to say about any row: a delivery can lack a reading,
    -- and the first delivery that is here need not be the plant's first.
    objections as (
      select
        *,
        case
          when bool_or(proof is not null) over () then proof
          when bool_or(leaves_a_gap) over () then if(leaves_a_gap, 'reading missing', null)
          when is_too_early then 'first delivery'
        end as objection
      from proofs
    ),
    rulings as (
      select
        *,
        case when count(objection) over (partition by reading_id) < zones_open then objection end as ruling
      from objections
    )
    select
      reading_id,
      time_zone,
      machine_id,
      source_file,
      source_row,
      read_at,
      is_on_whole_day,
      is_before_first_delivery,
      ruling,
      pass + 1,
      bool_or(ruling is not null) over ()
    from rulings
  )
)
select reading_id, time_zone, machine_id, source_file, source_row, read_at, ruled_out_by
from zones_left
where ruled_out_by is not null or pass = (select max(pass) from zones_left)
