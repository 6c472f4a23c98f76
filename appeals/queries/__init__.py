"""Finished answers about appeals: list, nearby, heat map; no writes, and no visibility of their own."""
