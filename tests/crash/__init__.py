"""`make crash`: kills worker and database at random points under load and counts what was lost; not a pytest suite."""
