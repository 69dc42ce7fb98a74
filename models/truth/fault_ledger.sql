{{!-- What the simulation broke. What it broke in a copy of a row goes with the copy and is nobody's to repair. --}}
with ledger as (
  select distinct
    fault,
    -- A clock that runs ahead has drifted; a product with a damaged letter is misspelt.
    case
      when fault = 'clock_ahead' then 'clock_drift'
      when fault = 'encoding_damage' and "column" = 'product' then 'product_spelling'
      else fault
    end as shows_as,
    file,
    -- A machine degrades day by day; a copy is judged as a row, whichever of its fields has changed.
    case fault when 'degradation' then record_key || ' ' || delivered_on else record_key end as record_key,
    case when fault <> 'duplicate' then "column" end as column_name,
    before,
    after,
    cast(delivered_on as date) as delivered_on,
    expected,
    {{> delivered_on}} as event_date,
    case when fault = 'duplicate' then _source_row end as copy_number
  from {{source "truth" "faults"}}
),
copied as (
  select distinct file, record_key
  from ledger
  where fault = 'duplicate'
),
delivered as (
  select distinct file, record_key
  from {{ref "landing_rows"}}
),
originals as (
  select file, record_key, delivered_on, raw_row
  from {{ref "landing_rows"}}
  semi join copied using (file, record_key)
  where outcome = 'kept'
)
select
  ledger.* exclude (copy_number),
  delivered.record_key is not null or ledger.fault = 'degradation' as is_delivered
from ledger
left join delivered on delivered.file = ledger.file and delivered.record_key = ledger.record_key
left join originals on originals.file = ledger.file and originals.record_key = ledger.record_key
where
  originals.record_key is null
  or ledger.fault = 'duplicate'
  or (
    ledger.delivered_on = originals.delivered_on
    and (
      ledger.column_name is null
      or ledger.after = json_extract_string(originals.raw_row, '$.' || ledger.column_name)
    )
  )
