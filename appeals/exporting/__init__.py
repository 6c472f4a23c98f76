"""Appeals out in bulk, as files that need no server; no visibility of their own."""
