"""The programs' way in: REST resources over the floors below; no decisions of its own."""
