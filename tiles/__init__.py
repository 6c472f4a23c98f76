"""The map as vector tiles: one catalogue of layers and one engine; no state of its own."""
