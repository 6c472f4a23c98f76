"""Pages of notices and alerts, feed, health; one module per page."""
