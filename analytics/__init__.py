"""Many appeals at once: measures per cell and area, hot spots, comparisons; not a single case (appeals)."""
