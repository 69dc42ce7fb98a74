try_cast(regexp_extract(_source_file, '([0-9]{4}-[0-9]{2}-[0-9]{2})/[^/]+$', 1) as date)
