"""Measurements of Metka against its ratios; not part of the application."""
