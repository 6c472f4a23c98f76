"""The Earth: points, boxes, tile grid, hex grid, addresses, basemap, the SQL door; knows nothing of appeals."""
