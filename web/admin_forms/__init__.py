"""Forms of the administrator's desk: they parse what was typed; what may be is decided by the services."""
