"""Finished answers over many appeals at once, by noun."""
