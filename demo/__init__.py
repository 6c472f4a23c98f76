"""The demo town: a generator of a believable place with its appeals; nothing that a real installation needs."""
