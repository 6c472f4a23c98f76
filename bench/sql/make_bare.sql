-- The table of appeals without any index, constraint or key; to be rolled back. Writes bench_bare.
CREATE TABLE bench_bare (LIKE appeals_appeal)
