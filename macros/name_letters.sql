regexp_replace(regexp_replace(lower(nfc_normalize({{name}})), '[^\p{L}]', '', 'g'), '(.)s$', '\1')
