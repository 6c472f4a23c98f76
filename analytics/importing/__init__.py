"""Statistics and residents from files; not what is counted of them (queries)."""
