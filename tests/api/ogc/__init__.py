"""The OGC API: features, tiles, and what GDAL makes of them."""
