-- Fresh statistics of what a bulk write has filled, so that the next query is planned for it.
-- Parameters: none. Returns: nothing.
ANALYZE appeals_appeal, appeals_mark, appeals_assignment, appeals_event
