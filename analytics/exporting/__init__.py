"""What leaves as a file: the heat map that opens without a network."""
