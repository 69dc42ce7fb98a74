{{!-- The half hour of each reading. Where both zones are still open, the one whose batches explain its energy is taken,
and without an energy UTC is assumed. --}}
with compared as (
  select
    zones.*,
    count(*) filter (zones.ruled_out_by is null) over reading as zones_open,
    max(zones.ruled_out_by) over reading as ruled_out_for,
    abs(
      reading_rows.energy_kwh - coalesce(expected_energy.energy_kwh, machine_standby.standby_kwh)
    ) as energy_gap
  from {{ref "reading_zones"}} as zones
  inner join {{ref "reading_rows"}} as reading_rows using (reading_id)
  left join {{ref "expected_energy"}} as expected_energy
    on expected_energy.machine_id = zones.machine_id and expected_energy.read_at = zones.read_at
  left join {{ref "machine_standby"}} as machine_standby on machine_standby.machine_id = zones.machine_id
  where reading_rows.outcome = 'kept'
  window reading as (partition by zones.reading_id)
),
ranked as (
  select
    *,
    count(distinct energy_gap) over (partition by reading_id) = 2 as energies_differ
  from compared
)
select
  reading_id,
  machine_id,
  read_at,
  time_zone,
  case
    when zones_open = 1 then ruled_out_for
    when energies_differ then 'nearest energy'
    else 'assumed'
  end as time_rule
from ranked
where ruled_out_by is null
qualify
  row_number() over (
    partition by reading_id
    order by case when energies_differ then energy_gap end nulls last, time_zone desc
  ) = 1
