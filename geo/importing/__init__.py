"""Bulk import shared by every floor: report, command, reading, sources; not what is done with the rows."""
