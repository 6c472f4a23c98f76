"""Pure decisions of analytics: no database, no clock."""
