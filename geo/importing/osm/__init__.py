"""OpenStreetMap files: read once, then addresses, boundaries and basemap; not what other floors make of them."""
