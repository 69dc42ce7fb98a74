zones (time_zone, behind_utc) as (
  values ('utc', to_hours(0)), ('local', to_hours({{var "local_hours_behind"}}))
)
