damerau_levenshtein({{letters}}, {{name_letters}})
<= greatest(1, floor({{var "spelling_distance"}} * length({{name_letters}})))
and damerau_levenshtein({{letters}}, {{name_letters}}) < greatest(length({{letters}}), length({{name_letters}}), 1)
