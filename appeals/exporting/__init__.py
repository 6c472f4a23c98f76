"""Appeals out in bulk, as files that need no server; no visibility of their own."""

from appeals.exporting.heat import heatmap_html

__all__ = ["heatmap_html"]
