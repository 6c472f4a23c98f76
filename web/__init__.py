"""The people's way in: pages and forms over the floors below; no decisions of its own."""
