"""The map for other people's pages: no navigation, framed only by the hosts of METKA_EMBED_HOSTS."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from web.views.map import map_data, urls
from web.words import words


def embed(request: HttpRequest) -> HttpResponse:
    """Filters and the heat map come by the same parameters as on the map page. Without hosts no page may frame it."""
    told = words()
    context = {"words": told, "page_data": {"words": told, "urls": urls(), "map": map_data()}}
    return framed(render(request, "web/embed.html", context))


def framed(response: HttpResponse) -> HttpResponse:
    """Opens this one response to the named hosts; every other page keeps frame-ancestors 'none'."""
    hosts = list(settings.EMBED_HOSTS)
    if not hosts:
        return response
    # The middleware of django-csp reads this name; its decorator would read the setting only once, at import.
    response._csp_replace = {"frame-ancestors": ["'self'", *hosts]}  # type: ignore[attr-defined]  # noqa: SLF001
    # X-Frame-Options knows no list of hosts; browsers that know frame-ancestors do not need it.
    return xframe_options_exempt(lambda _request: response)(HttpRequest())
