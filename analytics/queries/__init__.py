"""What the floor reads."""
