"""Pure decisions about appeals: lifecycle, deadlines, privacy; no database, no clock."""
