"""The decisions of analytics: pure functions over values; no database."""
