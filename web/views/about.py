"""About page with the attribution of every imported source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from geo.models import Source


def about(request: HttpRequest) -> HttpResponse:
    """Sources in order of title."""
    return render(request, "web/about.html", {"sources": Source.objects.order_by("title")})
