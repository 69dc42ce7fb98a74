{{!-- Rows merged into an earlier row of the same key. --}}
with originals as (
  select file, record_key, source_file, source_row, raw_row
  from {{ref "landing_rows"}}
  where outcome = 'kept'
)
select
  copies.source_file,
  copies.source_row,
  copies.delivered_on,
  copies.file,
  copies.record_key,
  originals.source_file as original_file,
  originals.source_row as original_row,
  case when copies.raw_row = originals.raw_row then 'exact' else 'near' end as likeness,
  copies.raw_row
from {{ref "landing_rows"}} as copies
inner join originals using (file, record_key)
where copies.outcome = 'copy'
