"""OGC API – Features and Tiles for GIS programs: what the list shows, in the standards' words; no rule of its own."""
