try_strptime(trim({{column}}), '%Y-%m-%d %H:%M:%S')
