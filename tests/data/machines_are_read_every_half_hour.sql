{{config severity="warn"}}
{{!-- Days whose every reading has been delivered have all of them, each once. --}}
select
  sensor_logs.machine_id,
  sensor_logs.read_on,
  count(*) as readings,
  count(distinct sensor_logs.read_at) as half_hours
from {{ref "sensor_logs"}} as sensor_logs
inner join {{ref "deliveries"}} as deliveries
  on deliveries.delivered_on = sensor_logs.read_on and deliveries.has_every_reading
group by sensor_logs.machine_id, sensor_logs.read_on
having
  count(*) <> 24 * 60 // {{var "reading_minutes"}}
  or count(distinct sensor_logs.read_at) <> 24 * 60 // {{var "reading_minutes"}}
