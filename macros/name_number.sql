array_to_string(list_transform(regexp_extract_all({{name}}, '[0-9]+'), lambda digits: ltrim(digits, '0')), '.')
