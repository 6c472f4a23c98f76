"""Hostile files, made when a test asks for them: what each is, and what must become of it."""
