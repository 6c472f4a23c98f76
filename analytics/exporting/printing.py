"""Documents to print as PDF, whatever makes them; what sets them in type is loaded with the first one (typesetting)."""

from django.utils.module_loading import import_string

# By its name: WeasyPrint takes 30 MB and 2 s of each process that loads it, and most never print anything.
TYPESETTER = "analytics.exporting.typesetting.typeset"


def as_pdf(html: str) -> bytes:
    """A document of A4 pages; its fonts are embedded. Some seconds for many pages."""
    pdf: bytes = import_string(TYPESETTER)(html)
    return pdf
