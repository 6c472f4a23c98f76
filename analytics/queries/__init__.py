"""Finished answers about many appeals at once; no writes, and no visibility of their own."""
