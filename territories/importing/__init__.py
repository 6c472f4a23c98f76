"""Bulk in: areas, organisations and zones from files; not the writing itself (services)."""
