"""What residents write and when; no database."""
