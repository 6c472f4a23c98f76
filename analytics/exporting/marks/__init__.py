"""Marks as columns on disk, for bulk analytics by DuckDB beside the database; not the files that people download."""
