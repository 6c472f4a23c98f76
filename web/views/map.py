"""The map page (home): what its scripts need, and the newest appeals for a browser without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.guards import viewer_in
from web.home import attribution, home_bounds, newest
from web.words import words

NEWEST = 20


def map_data(bounds: tuple[float, float, float, float] | None = None) -> dict[str, Any]:
    """Addresses of worker and styles, first place and credits, as src/map/create.js takes them.

    bounds: west, south, east, north in degrees of what the page is about; without any, of what is new everywhere.
    """
    return {
        "worker": static("web/dist/maplibre-worker.js"),
        "styles": {theme: static(f"web/dist/styles/{theme}.json") for theme in ("light", "dark")},
        "bounds": bounds or home_bounds(),
        # MapLibre sets attributions as HTML; imported text must stay text.
        "attribution": escape(attribution()),
    }


def urls() -> dict[str, str]:
    """Addresses the scripts of a map call."""
    api = "/api/v1"
    return {
        "appeals": f"{api}/appeals/",
        "nearby": f"{api}/appeals/nearby/",
        "suggest": f"{api}/suggest/",
        "reverse": f"{api}/reverse/",
        "heatmap": f"{api}/heatmap/",
        "list": reverse("web:list"),
        "report": reverse("web:report"),
    }


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The page is the same for everybody but for the rows in it."""
    told = words()
    context = {
        "words": told,
        "newest": newest(viewer_in(request), NEWEST).items(),
        "page_data": {"words": told, "urls": urls(), "map": map_data()},
    }
    return render(request, "web/map.html", context)
