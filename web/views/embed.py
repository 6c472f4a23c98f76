"""The map for other people's pages: no navigation, framed only by the hosts of METKA_EMBED_HOSTS."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from web.views.map import map_data, urls
from web.words import words


def embed(request: HttpRequest) -> HttpResponseBase:
    """Filters and the heat map come by the same parameters as on the map page. Without hosts no page may frame it."""
    told = words()
    context = {"words": told, "page_data": {"words": told, "urls": urls(), "map": map_data()}}
    return framed(render(request, "web/embed.html", context))


def framed(response: HttpResponse) -> HttpResponseBase:
    """Opens this one response to the named hosts; every other page keeps frame-ancestors 'none'."""
    hosts = list(settings.EMBED_HOSTS)
    if not hosts:
        return response
    # Decorated here and not at import, when the hosts are not known yet. X-Frame-Options knows no list of hosts;
    # browsers that know frame-ancestors do not need it.
    opened = csp_replace({"frame-ancestors": ["'self'", *hosts]})(
        xframe_options_exempt(lambda _request: response)
    )
    return opened(HttpRequest())
