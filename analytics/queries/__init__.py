"""Finished answers of analytics; no writes."""
