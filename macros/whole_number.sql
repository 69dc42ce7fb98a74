case when regexp_full_match(trim({{column}}), '[+-]?[0-9]{1,18}') then cast(trim({{column}}) as bigint) end
