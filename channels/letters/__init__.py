"""Letters as they are written: what stands in them and how they look; not when they are sent."""
