with batches as (
  select distinct written.batch_id, written.product as spelling, machine_spellings.machine_id
  from {{ref "bronze_production_batches"}} as written
  left join {{ref "machine_spellings"}} as machine_spellings on machine_spellings.spelling = written.machine_id
  where written.product is not null
),
spellings as (
  select distinct spelling
  from batches
),
aliases as (
  select spelling, product_name as name
  from {{ref "product_aliases"}}
),
listed as (
  select distinct
    product_name as name,
    {{> name_letters name="product_name"}} as letters,
    {{> name_number name="product_name"}} as numbers
  from {{ref "product_aliases"}}
),
batches_by_spelling as (
  select
    spelling,
    {{> name_letters name="spelling"}} as letters,
    {{> name_number name="spelling"}} as numbers,
    count(*) as batches
  from batches
  group by spelling
),
batches_by_machine as (
  select batches.machine_id, batches_by_spelling.letters, batches_by_spelling.numbers, count(*) as batches
  from batches
  inner join batches_by_spelling using (spelling)
  where batches.machine_id is not null
  group by machine_id, letters, numbers
),
shares as (
  select
    *,
    batches / sum(batches) over (partition by machine_id) as share
  from batches_by_machine
),
often_made as (
  select letters, numbers, sum(batches) as batches
  from shares
  group by letters, numbers
  having
    max(share) >= {{var "product_main_share"}}
    or (max(share) >= {{var "product_min_share"}} and sum(batches) >= {{var "product_min_batches"}})
),
misspelt as (
  select rare.letters, rare.numbers
  from often_made as rare
  inner join often_made as common using (numbers)
  where
    common.batches >= {{var "spelling_outnumbered"}} * rare.batches
    and {{> is_near letters="rare.letters" name_letters="common.letters"}}
  union
  select rare.letters, rare.numbers
  from often_made as rare
  inner join listed using (numbers)
  where {{> is_near letters="rare.letters" name_letters="listed.letters"}}
),
unlisted as (
  select spelling as name
  from batches_by_spelling
  semi join often_made using (letters, numbers)
  anti join misspelt using (letters, numbers)
  anti join listed using (letters, numbers)
  qualify row_number() over (partition by letters, numbers order by batches desc, spelling) = 1
),
names as (
  select name from listed
  union all
  select name from unlisted
),
{{> spelled_names}}
select spelling, name as product_name, rule
from resolved
