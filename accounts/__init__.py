"""People, roles and membership in an organisation; not what an appeal is."""
