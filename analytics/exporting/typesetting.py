"""HTML to PDF by WeasyPrint with our own typeface: nothing that a page names is fetched, neither a host nor a file.

Asked by `printing` alone, which loads it when the first document is printed.
"""

from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = ("golos-cyrillic", "golos-latin")
_SCHEME = "metka-font:"
STYLE = Path(__file__).with_name("printing.css")


class _Sealed(URLFetcher):
    """Gives the fonts of the front end by name, and refuses everything else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(_SCHEME)
        if not url.startswith(_SCHEME) or name not in FONTS:
            raise FatalURLFetchingError(f"a document to print must not fetch {url}")
        return URLFetcherResponse(url, _font(name), {"Content-Type": "font/woff2"})


@lru_cache(maxsize=len(FONTS))
def _font(name: str) -> bytes:
    path = finders.find(f"web/dist/fonts/{name}.woff2")
    if not path:
        # The typeface of the system has Russian letters as well.
        return b""
    return Path(path).read_bytes()


def typeset(html: str) -> bytes:
    """A document of A4 pages; its fonts are embedded. Some seconds for many pages."""
    fonts, sealed = FontConfiguration(), _Sealed()
    style = CSS(string=STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=sealed)
    document = HTML(string=html, url_fetcher=sealed)
    pdf: bytes = document.write_pdf(stylesheets=[style], font_config=fonts)
    return pdf
