select distinct
  md5(product_name) as product_key,
  product_name
from {{ref "production_batches"}}
