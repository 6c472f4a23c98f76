"""Who answers for what, area by topic, as one table with its holes; who answers at one pin is `territories.queries`."""
