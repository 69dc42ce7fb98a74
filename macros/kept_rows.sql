{{!-- Says of each row of the CTE `judged` (with `rejected_for`, null for a good row) what becomes of it: the first good
row of a key is kept, rows after it are its copies, the rest are rejected. --}}
case
  when bool_or(rejected_for is null) over (
    partition by {{key}} order by delivered_on, source_row rows between unbounded preceding and 1 preceding
  ) then 'copy'
  when rejected_for is null then 'kept'
  else 'rejected'
end
