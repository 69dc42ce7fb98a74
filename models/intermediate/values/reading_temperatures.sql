{{!-- The temperature of each reading in °C, whatever it was written in. --}}
select
  reading_times.reading_id,
  case
    when units.machine_id is null then reading_rows.temperature_c
    else round((reading_rows.temperature_c - 32) / 1.8, {{var "imputed_decimals"}})
  end as temperature_c,
  case when units.machine_id is null then 'C' else 'F' end as temperature_unit
from {{ref "reading_times"}} as reading_times
inner join {{ref "reading_rows"}} as reading_rows using (reading_id)
left join {{ref "temperature_units"}} as units
  on units.machine_id = reading_times.machine_id and units.read_on = cast(reading_times.read_at as date)
where reading_rows.outcome = 'kept'
