"""Statement files of `demo`."""
