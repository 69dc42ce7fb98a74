{{config severity="warn"}}
{{!-- What the sensors drew is what the batches and standing still account for, reading by reading, on days whose late
rows are in: before that a batch can be missing. --}}
select
  readings.reading_id,
  readings.machine_id,
  readings.read_at,
  readings.energy_kwh,
  expected.energy_kwh as expected_kwh
from {{ref "sensor_logs"}} as readings
inner join {{ref "expected_energy"}} as expected using (machine_id, read_at)
semi join {{ref "deliveries"}} as deliveries
  on deliveries.delivered_on = readings.read_on and deliveries.has_its_late_rows
where
  not readings.energy_is_imputed
  and abs(readings.energy_kwh - expected.energy_kwh)
  > {{var "truth_energy_tolerance"}} * greatest(readings.energy_kwh, expected.energy_kwh)
