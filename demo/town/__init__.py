"""The town as geometry: terrain, streets, blocks, houses; no database."""
