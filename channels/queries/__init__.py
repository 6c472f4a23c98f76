"""Finished answers about notices: who is concerned, the bell, what is stuck; no writes."""
