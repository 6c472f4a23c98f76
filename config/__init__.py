"""Settings and root URLs; imports every floor and is imported by none."""
