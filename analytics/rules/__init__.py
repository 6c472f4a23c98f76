"""Decisions about many appeals at once; pure, without the database."""
