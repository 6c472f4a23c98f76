"""Files of many appeals for other programs."""
