time_bucket(to_minutes({{var "reading_minutes"}}), {{time}} + to_seconds({{var "reading_minutes"}} * 60 // 2))
