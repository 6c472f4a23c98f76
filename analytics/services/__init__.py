"""Every write of analytics: one function per use case."""
