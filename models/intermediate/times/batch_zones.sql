{{!-- Every batch in both zones, with the rule that excludes one. Evidence is applied until nothing changes. --}}
with recursive judged as (
  select
    placements.*,
    batch_energy_match.energy_gap,
    case
      when {{> outside_delivery time="started_at"}} then 'delivery day'
      when
        batch_energy_match.energy_gap > {{var "energy_tolerance"}}
        and min(batch_energy_match.energy_gap) over (partition by batch_id) <= {{var "energy_tolerance"}}
        then 'batch energy'
    end as first_ruling,
    placements.started_at < date_trunc('day', placements.started_at) + to_hours({{var "opening_hour"}})
    or placements.ended_at > date_trunc('day', placements.started_at) + to_hours({{var "closing_hour"}}) as is_out_of_hours
  from {{ref "batch_placements"}} as placements
  left join {{ref "batch_energy_match"}} as batch_energy_match using (batch_id, time_zone)
),
zones_left as (
  select
    batch_id,
    time_zone,
    machine_id,
    source_file,
    source_row,
    started_at,
    ended_at,
    energy_gap,
    is_out_of_hours,
    case when count(first_ruling) over (partition by batch_id) = 1 then first_ruling end as ruled_out_by,
    0 as pass,
    true as is_moving
  from judged
  union all
  (
    with open_zones as (
      select
        * exclude (ruled_out_by, is_moving),
        min(started_at) over (partition by batch_id) as earliest,
        max(started_at) over (partition by batch_id) as latest,
        count(*) over (partition by batch_id) as zones_open
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
        ) as not_after,
        max(ended_at) filter (zones_open = 1) over (
          partition by machine_id order by started_at, batch_id rows between unbounded preceding and 1 preceding
        ) as busy_until,
        min(started_at) filter (zones_open = 1) over (
          partition by machine_id order by started_at, batch_id rows between 1 following and unbounded following
        ) as busy_from
      from open_zones
    ),
    contradictions as (
      select
        *,
        case
          when zones_open = 1 then null
          when started_at < not_before or started_at > not_after then 'row order'
          when started_at < busy_until or ended_at > busy_from then 'machine busy'
        end as contradiction
      from neighbours
    ),
    -- Evidence against every zone of a row is evidence against the evidence.
    proofs as (
      select
        *,
        case when count(contradiction) over (partition by batch_id) < zones_open then contradiction end as proof
      from contradictions
    ),
    -- Opening hours are heard when the rest has nothing more to say: a plant may once have worked at other hours.
    objections as (
      select
        *,
        case
          when bool_or(proof is not null) over () then proof
          when zones_open > 1 and is_out_of_hours then 'opening hours'
        end as objection
      from proofs
    ),
    rulings as (
      select
        *,
        case when count(objection) over (partition by batch_id) < zones_open then objection end as ruling
      from objections
    )
    select
      batch_id,
      time_zone,
      machine_id,
      source_file,
      source_row,
      started_at,
      ended_at,
      energy_gap,
      is_out_of_hours,
      ruling,
      pass + 1,
      bool_or(ruling is not null) over ()
    from rulings
  )
)
select batch_id, time_zone, machine_id, source_file, source_row, started_at, ended_at, energy_gap, ruled_out_by
from zones_left
where ruled_out_by is not null or pass = (select max(pass) from zones_left)
