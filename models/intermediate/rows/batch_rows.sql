with written as (
  select
    batches.batch_id,
    batches.machine_id as machine_spelling,
    machine_spellings.machine_id,
    machine_spellings.rule as machine_rule,
    batches.product as product_spelling,
    product_spellings.product_name,
    product_spellings.rule as product_rule,
    {{> landing_time column="start_time"}} as written_start,
    {{> landing_time column="end_time"}} as written_end,
    {{> whole_number column="units_produced"}} as units_produced,
    {{> whole_number column="units_defective"}} as units_defective,
    {{> finite_number column="energy_kwh"}} as energy_kwh,
    batches.operator_id,
    {{> delivered_on}} as delivered_on,
    batches._source_file as source_file,
    batches._source_row as source_row,
    json_object(
      'batch_id', batches.batch_id, 'machine_id', batches.machine_id, 'product', batches.product,
      'start_time', batches.start_time, 'end_time', batches.end_time, 'units_produced', batches.units_produced,
      'units_defective', batches.units_defective, 'energy_kwh', batches.energy_kwh, 'operator_id', batches.operator_id
    ) as raw_row
  from {{ref "bronze_production_batches"}} as batches
  left join {{ref "machine_spellings"}} as machine_spellings on machine_spellings.spelling = batches.machine_id
  left join {{ref "product_spellings"}} as product_spellings on product_spellings.spelling = batches.product
),
judged as (
  select
    *,
    case
      when batch_id is null then 'batch_id is missing'
      when machine_id is null then 'machine_id is no machine of the plant'
      when product_name is null then 'product is no product of the plant'
      when written_start is null then 'start_time cannot be read'
      when written_end is null then 'end_time cannot be read'
      when written_end <= written_start then 'end_time is not after start_time'
      when written_end - written_start > to_hours({{var "closing_hour"}} - {{var "opening_hour"}})
        then 'the batch runs longer than the plant is open'
      when units_produced is null then 'units_produced is no whole number'
      when units_produced < 0 then 'units_produced is negative'
      when units_defective is null then 'units_defective is no whole number'
      when units_defective < 0 then 'units_defective is negative'
      when units_defective > units_produced then 'units_defective exceeds units_produced'
      when energy_kwh is null then 'energy_kwh is no number'
      when energy_kwh < 0 then 'energy_kwh is negative'
    end as rejected_for
  from written
)
select *, {{> kept_rows key="batch_id"}} as outcome
from judged
