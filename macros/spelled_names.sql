{{!-- Which name each spelling stands for, as the CTE `resolved`. Needs the CTEs `spellings` (spelling), `aliases`
(spelling, name) and `names` (name). Letters may differ by a few edits, numbers never: machine 1 is not machine 2. --}}
spelling_parts as (
  select
    spelling,
    {{> name_letters name="spelling"}} as letters,
    {{> name_number name="spelling"}} as numbers
  from spellings
),
name_parts as (
  select
    name,
    {{> name_letters name="name"}} as letters,
    {{> name_number name="name"}} as numbers
  from names
),
distances as (
  select
    spelling_parts.spelling,
    name_parts.name,
    damerau_levenshtein(spelling_parts.letters, name_parts.letters) as distance
  from spelling_parts
  inner join name_parts using (numbers)
  where
    spelling_parts.letters = name_parts.letters
    or ({{> is_near letters="spelling_parts.letters" name_letters="name_parts.letters"}})
),
nearest as (
  select spelling, name, distance
  from distances
  qualify
    distance = min(distance) over (partition by spelling)
    and count(*) over (partition by spelling, distance) = 1
),
resolved as (
  select
    spellings.spelling,
    coalesce(aliases.name, nearest.name) as name,
    case
      when spellings.spelling = coalesce(aliases.name, nearest.name) then 'as named'
      when aliases.name is not null then 'alias'
      when nearest.distance = 0 then 'same letters'
      when nearest.distance > 0 then 'edit distance'
      else 'unknown'
    end as rule
  from spellings
  left join aliases using (spelling)
  left join nearest using (spelling)
)
