select
  readings.reading_id,
  dim_machine.machine_key,
  readings.read_at,
  readings.energy_kwh,
  readings.energy_is_imputed
from {{ref "sensor_logs"}} as readings
inner join {{ref "dim_machine"}} as dim_machine
  on dim_machine.machine_id = readings.machine_id
  and readings.read_at >= dim_machine.valid_from
  and (readings.read_at < dim_machine.valid_to or dim_machine.valid_to is null)
