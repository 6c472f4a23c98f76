"""What the floor writes."""
