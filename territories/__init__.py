"""Who answers for which place since when: areas, boundary versions, organisations, zones."""
