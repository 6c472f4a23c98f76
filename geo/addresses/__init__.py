"""Addresses: parsing, suggest, geocode and reverse; not the map they are shown on."""
